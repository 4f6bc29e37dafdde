import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type HttpOutcome, httpCall, openPool } from './http-call.ts';

const TIMEOUTS = { connectMs: 200, headersMs: 150, bodyMs: 150 };
const REQUEST = { method: 'POST', path: '/v1/x', headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function poolOf(origin: string, connections = 1) {
  const pool = openPool(origin, connections, TIMEOUTS);
  closers.push(() => pool.destroy());
  return pool;
}

const call = (origin: string, signal = new AbortController().signal): Promise<HttpOutcome> =>
  httpCall(poolOf(origin), REQUEST, signal);

const http = (listener: RequestListener): Promise<string> => listen(createHttpServer(listener));
const raw = (onSocket: (socket: Socket) => void): Promise<string> =>
  listen(
    createNetServer((socket) => {
      socket.on('error', () => undefined);
      onSocket(socket);
    }),
  );

test('an answer with status, headers and body', async () => {
  const origin = await http((_request, response) => {
    response.writeHead(207, { 'x-a': 'b' }).end('héllo');
  });
  expect(await call(origin)).toMatchObject({ kind: 'answer', status: 207, headers: { 'x-a': 'b' }, text: 'héllo' });
});

test('a redirect is handed over, not followed', async () => {
  const paths: (string | undefined)[] = [];
  const origin = await http((request, response) => {
    paths.push(request.url);
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect(await call(origin)).toMatchObject({ kind: 'answer', status: 307 });
  expect(paths).toEqual(['/v1/x']);
});

test('refused connection: not arrived', async () => {
  const origin = await http(() => undefined);
  for (const close of closers.splice(0)) await close();
  expect(await call(origin)).toEqual({ kind: 'not-arrived', code: 'ECONNREFUSED' });
});

test('unknown name: not arrived', async () => {
  expect(await call('http://no-such-shop.invalid')).toMatchObject({ kind: 'not-arrived' });
});

test('TLS with something that does not speak it: not arrived', async () => {
  const origin = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  expect(await call(origin.replace('http:', 'https:'))).toMatchObject({ kind: 'not-arrived' });
});

test('TLS with something that never answers: not arrived', async () => {
  const origin = await raw(() => undefined);
  expect(await call(origin.replace('http:', 'https:'))).toMatchObject({ kind: 'not-arrived' });
});

test('reset after the request: maybe', async () => {
  const origin = await raw((socket) => socket.once('data', () => socket.resetAndDestroy()));
  expect(await call(origin)).toMatchObject({ kind: 'maybe', why: 'connection-lost' });
});

test('half-open: maybe, no answer', async () => {
  expect(await call(await raw(() => undefined))).toMatchObject({ kind: 'maybe', why: 'no-answer' });
});

test('an answer that stops in the middle: maybe', async () => {
  const origin = await http((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"status":"succ');
  });
  expect(await call(origin)).toMatchObject({ kind: 'maybe', why: 'no-answer' });
});

test('garbage instead of HTTP: maybe, unreadable', async () => {
  const origin = await raw((socket) => socket.once('data', () => socket.write('@@@ not http @@@\r\n\r\n')));
  expect(await call(origin)).toMatchObject({ kind: 'maybe', why: 'unreadable' });
});

test('an endless answer is cut off', async () => {
  const origin = await http((_request, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  expect(await call(origin)).toEqual({ kind: 'maybe', why: 'unreadable', code: 'answer-too-long' });
});

test('given up before: not arrived, and nothing is sent', async () => {
  let requests = 0;
  const origin = await http(() => {
    requests += 1;
  });
  expect(await call(origin, AbortSignal.abort())).toEqual({ kind: 'not-arrived', code: 'aborted-before-sending' });
  expect(requests).toBe(0);
});

test('given up while waiting for a connection: not arrived, and it is not sent later', async () => {
  const paths: (string | undefined)[] = [];
  let release: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    release = resolve;
  });
  let answerFirst: () => void = () => undefined;
  const origin = await http((request, response) => {
    paths.push(request.url);
    answerFirst = () => response.end('done');
    if (request.url === '/first') release();
    else response.end('done');
  });
  const pool = poolOf(origin);
  const never = new AbortController().signal;
  const first = httpCall(pool, { ...REQUEST, path: '/first' }, never);
  await arrived;
  const giveUp = new AbortController();
  const second = httpCall(pool, { ...REQUEST, path: '/second' }, giveUp.signal);
  giveUp.abort();
  expect(await second).toMatchObject({ kind: 'not-arrived' });
  answerFirst();
  expect(await first).toMatchObject({ kind: 'answer', status: 200 });
  expect(await httpCall(pool, { ...REQUEST, path: '/third' }, never)).toMatchObject({ kind: 'answer' });
  expect(paths).toEqual(['/first', '/third']);
});

test('given up after sending: maybe, at once', async () => {
  const giveUp = new AbortController();
  const origin = await http(() => giveUp.abort());
  expect(await call(origin, giveUp.signal)).toEqual({ kind: 'maybe', why: 'aborted', code: 'aborted' });
});
