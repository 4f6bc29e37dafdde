import { createServer } from 'node:http';

// A process of its own: the fastest HTTP server this machine's Node can be. It takes what it is sent, reads it whole and
// says that it went well in the loyalty program's form. Both the till and the bare client are measured against it, so
// that what differs between them is the till.

const ANSWER = Buffer.from(JSON.stringify({ status: 'success', confirmationCode: 'BENCH' }));

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
