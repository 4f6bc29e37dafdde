import { NOT_BUILT_PAGE, readPage, readPageFile } from '../page/built-page.ts';
import { DATA_HEADERS, newNonce, pageHeaders } from '../page/page-headers.ts';
import { isOwnAddress, isPage } from './page-address.ts';

/** Answers the page's scheme from the folder of the built page, with the same headers as the plugin door. */
export function pageProtocol(pageFolder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' || !isOwnAddress(request.url))
      return new Response(null, { status: 405, headers: DATA_HEADERS });
    if (!isPage(request.url)) {
      const file = await readPageFile(pageFolder, new URL(request.url).pathname);
      if (file === null) return new Response(null, { status: 404, headers: DATA_HEADERS });
      return new Response(new Uint8Array(file.bytes), { headers: { ...DATA_HEADERS, 'content-type': file.type } });
    }
    const nonce = newNonce();
    const page = await readPage(pageFolder, nonce);
    const headers = { ...pageHeaders(nonce), 'content-type': 'text/html; charset=utf-8' };
    return new Response(page ?? NOT_BUILT_PAGE, { status: page === null ? 503 : 200, headers });
  };
}
