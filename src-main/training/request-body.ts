import type { IncomingMessage } from 'node:http';

/** Reads a whole body as UTF-8; null when it is longer than `mostBytes` or the caller went away. */
export function readBody(request: IncomingMessage, mostBytes: number, done: (body: string | null) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let told = false;
  const tell = (body: string | null): void => {
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
    else
      tell(chunks.length === 1 && only !== undefined ? only.toString('utf8') : Buffer.concat(chunks).toString('utf8'));
  });
  request.on('error', () => tell(null));
  request.on('close', () => tell(null));
}
