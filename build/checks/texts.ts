import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../list-files.ts';
import type { Check, Finding } from './check.ts';

// The patterns are written so that they do not match their own source.
const RULES: readonly { readonly rule: string; readonly pattern: RegExp; readonly message: string }[] = [
  {
    rule: 'machine-path',
    pattern: /(?<![\w.~@})-])\/(?:work|root|home\/[a-z][\w-]*|Users\/[A-Za-z][\w-]*)\/[\w.-]+|\b[A-Z]:\\{1,2}Users\\/u,
    message: 'a path of one machine',
  },
  {
    rule: 'package-host',
    pattern:
      /https?:\/\/[\w.-]*(?:registry|npmjs|artifactory|nexus|verdaccio)[\w.-]*|\bregistry\.(?:npmjs|yarnpkg)\b/iu,
    message: 'a package host; each machine has its own',
  },
];
const BINARY = /\.(?:png|ico|icns|gz|db|woff2)$/u;

/** No file names a path of one machine or the host that packages come from. */
export const texts: Check = {
  name: 'texts',
  async run(root) {
    return listFiles(root)
      .filter((file) => !BINARY.test(file))
      .flatMap((file) => checkText(file, readFileSync(join(root, file), 'utf8')));
  },
};

function checkText(file: string, text: string): readonly Finding[] {
  return text.split('\n').flatMap((line, index) =>
    RULES.filter(({ pattern }) => pattern.test(line)).map(({ rule, message }) => ({
      rule,
      place: `${file}:${index + 1}`,
      message: `${message}: ${line.trim().slice(0, 120)}`,
    })),
  );
}
