import type { IncomingMessage } from 'node:http';

/** Reads a whole body; null when it is longer than `mostBytes` or the caller went away. */
export function readBody(request: IncomingMessage, mostBytes: number, done: (body: Buffer | null) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let told = false;
  const tell = (body: Buffer | null): void => {
    if (told) return;
    told = true;
    done(body);
  };
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
  });
  request.on('end', () => {
    const [only] = chunks;
    if (size > mostBytes) tell(null);
    else tell(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
  });
  request.on('error', () => tell(null));
  request.on('close', () => tell(null));
}
