/** What kind of trouble a code of this machine's network layer tells of. */
export type NetworkTrouble = 'unreachable' | 'no-such-address' | 'certificate' | 'no-tls' | 'silent';

const TROUBLES: ReadonlyMap<string, NetworkTrouble> = new Map([
  ['ECONNREFUSED', 'unreachable'],
  ['ECONNRESET', 'unreachable'],
  ['ECONNABORTED', 'unreachable'],
  ['EPIPE', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['ETIMEDOUT', 'unreachable'],
  ['UND_ERR_CONNECT_TIMEOUT', 'unreachable'],
  ['UND_ERR_SOCKET', 'unreachable'],
  ['aborted-before-sending', 'unreachable'],
  ['no-connection', 'unreachable'],
  // A name server that cannot be asked says nothing about the address.
  ['EAI_AGAIN', 'unreachable'],
  ['ENOTFOUND', 'no-such-address'],
  ['ENODATA', 'no-such-address'],
  ['EAI_NODATA', 'no-such-address'],
  ['EAI_NONAME', 'no-such-address'],
  ['EPROTO', 'no-tls'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
  ['HOSTNAME_MISMATCH', 'certificate'],
  ['INVALID_CA', 'certificate'],
  ['UND_ERR_HEADERS_TIMEOUT', 'silent'],
  ['UND_ERR_BODY_TIMEOUT', 'silent'],
]);

/** Null: no code of the network layer that is known here. */
export function networkTrouble(code: string): NetworkTrouble | null {
  const known = TROUBLES.get(code);
  if (known !== undefined) return known;
  if (code.startsWith('CERT_') || code.startsWith('ERR_TLS_CERT')) return 'certificate';
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') ? 'no-tls' : null;
}

const CLAUSES: Readonly<Record<NetworkTrouble, string>> = {
  unreachable: 'the program could not be reached',
  'no-such-address': 'the address of the program does not exist',
  certificate: 'the certificate of the program was not accepted',
  'no-tls': 'no secure connection to the program could be made',
  silent: 'the program did not answer in time',
};

/** Codes that the till itself writes. */
const OWN: Readonly<Record<string, string>> = {
  aborted: 'the till stopped waiting',
  'sale-voided': 'its sale was voided',
  replaced: 'another entry took its place',
  'stored-data': 'what is stored of it cannot be read',
  'answer-too-long': 'what came back was no answer of the program',
  'http-401': 'the key of this till was not accepted',
  'http-403': 'the program does not allow it with this key',
  'http-404': 'the program has no such address',
  'http-409': 'the program was busy with an earlier try',
  'http-425': 'the program was busy with an earlier try',
  'http-429': 'the program asked to send more slowly',
};

/** What a code of this machine says, as part of a sentence; null: it is the program's own, and support asks for it as it is. */
export function systemCodeEn(code: string): string | null {
  const trouble = networkTrouble(code);
  if (trouble !== null) return CLAUSES[trouble];
  return OWN[code] ?? (/^http-5\d\d$/.test(code) ? 'the program had an internal error' : null);
}
