import { createHmac, createSecretKey } from 'node:crypto';

/** Writes the `Authorization` header of one request. */
export type Signer = (method: string, path: string, body: string) => string;

/**
 * Signs for one pair of keys (contract section 2). The secret becomes a key object once: making one for each request costs
 * more than the digest.
 *
 * What is signed is what is sent: for a GET the query without `?`, for everything else the body's bytes, so nothing for a
 * POST without a body. Method, path and headers are no part of it.
 */
export function createSigner(publicKey: string, secret: string): Signer {
  const key = createSecretKey(secret, 'utf8');
  return (method, path, body) => {
    const digest = createHmac('sha256', key)
      .update(signedMessage(method, path, body), 'utf8')
      .digest('hex');
    return `Credential=${publicKey}, Signature=${digest}`;
  };
}

function signedMessage(method: string, path: string, body: string): string {
  if (method !== 'GET') return body;
  const at = path.indexOf('?');
  return at === -1 ? '' : path.slice(at + 1);
}
