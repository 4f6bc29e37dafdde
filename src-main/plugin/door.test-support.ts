import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-shared/contract/contract.ts';
import { ManualClock } from '../../src-shared/time/manual-clock.ts';
import { createFakeTill, type FakeTill } from '../api/fake-till.test-support.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TestDoor {
  readonly server: HttpServer;
  readonly till: FakeTill;
  readonly clock: ManualClock;
  readonly logged: { fields: Readonly<Record<string, unknown>>; message: string }[];
  codesRefused: number;
  readonly ownOrigin: string;
  /** Plain HTTP, where also Host and Origin can be forged. */
  ask(path: string, request?: RawRequest): Promise<RawAnswer>;
  json(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>;
  /** Swaps a fresh code. */
  newToken(): Promise<string>;
  staffClient(token: string): ContractRouterClient<Omit<Contract, 'plugin'>>;
  close(): Promise<void>;
}

/** The real door on a free port, over a fake till and an invented page. */
export async function openTestDoor(): Promise<TestDoor> {
  const till = createFakeTill();
  const clock = new ManualClock();
  const logged: TestDoor['logged'] = [];
  const pageFolder = mkdtempSync(join(tmpdir(), 'tillbox-page-'));
  writeFileSync(
    join(pageFolder, 'index.html'),
    '<!doctype html><html><head><meta property="csp-nonce" content="x" /></head></html>',
  );
  writeFileSync(join(pageFolder, 'app.js'), 'export {};');
  writeFileSync(join(pageFolder, 'secret.pem'), 'not for anyone');
  const started = await startHttpServer({
    api: till.api,
    clock,
    log: { error: (fields, message) => logged.push({ fields, message }) },
    messageOf: ({ code }) => `message of ${code}`,
    version: '0.0.0',
    pageFolder,
    port: 0,
    onCodeRefused: () => {
      door.codesRefused += 1;
    },
  });
  if (!started.ok) throw new Error(started.error);
  const { server } = started;
  const ownOrigin = `http://127.0.0.1:${server.port}`;

  const door: TestDoor = {
    server,
    till,
    clock,
    logged,
    codesRefused: 0,
    ownOrigin,
    ask: (path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const request = httpRequest(
          { host: '127.0.0.1', port: server.port, path, method, headers, agent: false },
          (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('error', reject);
            answer.on('end', () =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers,
                body: Buffer.concat(chunks).toString(),
              }),
            );
          },
        );
        request.on('error', reject);
        request.end(body);
      }),
    json: (path, body, headers = {}) =>
      door.ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async newToken() {
      const code = new URL(server.newAddress()).hash.replace('#code=', '');
      return (JSON.parse((await door.json('/session', { code })).body) as { token: string }).token;
    },
    staffClient: (token) =>
      createORPCClient(new RPCLink({ url: `${ownOrigin}/rpc`, headers: { 'x-tillbox-token': token } })),
    async close() {
      await server.close();
      rmSync(pageFolder, { recursive: true });
    },
  };
  return door;
}
