import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** What the bundler writes beside index.html. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const META = /<meta\s+property="csp-nonce"[^>]*>/;

/** The page as it is delivered: the nonce stands where React Aria looks for it. Null where no page was built yet. */
export async function readPage(folder: string, nonce: string): Promise<string | null> {
  const path = join(folder, 'index.html');
  if (!existsSync(path)) return null;
  const html = await readFile(path, 'utf8');
  const meta = `<meta property="csp-nonce" nonce="${nonce}">`;
  return META.test(html) ? html.replace(META, meta) : html.replace('<head>', `<head>${meta}`);
}

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * A file of the built page by its path in the address, as `/assets/index.js`; null for everything outside the folder, of
 * another kind than the bundler writes, or not there. Never index.html: that one needs its nonce.
 */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const path = normalize(join(folder, decoded));
  const type = CONTENT_TYPES[extname(path)];
  if (type === undefined || extname(path) === '.html' || decoded.includes('\0') || !path.startsWith(folder + sep))
    return null;
  try {
    return { type, bytes: await readFile(path) };
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR')
    ) {
      return null;
    }
    throw error;
  }
}

/** Shown in place of a page that was not built. */
export const NOT_BUILT_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tillbox</title></head><body><h1>Tillbox is running, but its screens are not built</h1>' +
  '<p>Run <code>npm run build</code> (or <code>npm start</code>, which does it), then reload this page.</p></body></html>';
