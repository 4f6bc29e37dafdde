import { randomBytes } from 'node:crypto';

/** For everything either door answers: nothing is sniffed, kept, framed or told to another origin. */
const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
} as const;

/** Headers of what is not the page itself: data may load, run and embed nothing. */
export const DATA_HEADERS: Readonly<Record<string, string>> = {
  ...EVERYWHERE,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** A new nonce for each delivered page. */
export const newNonce = (): string => randomBytes(18).toString('base64');

/**
 * Headers of the page. Its scripts and styles come from its own origin alone; React Aria's inline styles carry the nonce;
 * receipts stand as `data:` images; no string ever becomes code.
 */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return { ...EVERYWHERE, 'content-security-policy': policy.join('; ') };
}
