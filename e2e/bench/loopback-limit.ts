import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import type { FrozenRequest } from '../../src-shared/queue/operation.ts';

export interface AnsweringServer {
  readonly port: number;
  stop(): void;
}

export async function startAnsweringServer(): Promise<AnsweringServer> {
  const script = fileURLToPath(new URL('./answering-server.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(Number(line)));
    child.once('exit', () => reject(new Error('the answering server ended')));
  });
  return { port, stop: () => child.stdin.end() };
}

export interface BarePosts {
  readonly port: number;
  readonly connections: number;
  readonly count: number;
  /** What the till sends: the same headers, the same body. */
  readonly request: Pick<FrozenRequest, 'headers' | 'body'>;
}

/** How long so many posts take, nothing else being done with them. */
export async function bareClientMs({ port, connections, count, request }: BarePosts): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  let left = count;
  const { headers, body } = request;
  async function sendOnAndOn(): Promise<void> {
    while (left > 0) {
      left -= 1;
      const answer = await pool.request({ method: 'POST', path: '/v1/transaction', headers, body });
      JSON.parse(await answer.body.text());
    }
  }
  await Promise.all(
    Array.from(
      { length: connections },
      async () => await pool.request({ method: 'GET', path: '/' }).then(({ body: empty }) => empty.dump()),
    ),
  );
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, sendOnAndOn));
  const elapsedMs = performance.now() - startedAt;
  await pool.close();
  return elapsedMs;
}
