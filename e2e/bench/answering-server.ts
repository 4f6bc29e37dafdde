import { createServer } from 'node:http';

// A process of its own: the fastest HTTP server this machine's Node can be. It takes what it is sent, reads it whole and
// says that it went well in the words of all four loyalty programs at once. Both the till and the bare client are measured against it, so
// that what differs between them is the till.

const ANSWER = Buffer.from(
  JSON.stringify({
    ...{ status: 'success', confirmationCode: 'BENCH' },
    ...{ transactionId: '00000000-0000-4000-8000-000000000000' },
    ...{ id: 'pre_BENCH', total: 1, transactions: [] },
    ...{ points: 1, cashback: 0, updatedBalance: 1 },
    ...{ access_token: 'bench', expires_in: 86_400, token_type: 'Bearer', scope: '' },
  }),
);

const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length });
    response.end(ANSWER);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`${address.port}\n`);
});
// It lives as long as the bench does.
process.stdin.resume().on('end', () => process.exit(0));
