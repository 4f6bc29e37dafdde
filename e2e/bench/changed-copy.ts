import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Changes one place of a source file; that place must be there, once. */
export interface SourceChange {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Copies the sources into `target` and changes them there, so that the bench can show what it would find in a worse till
 * without any switch in the product.
 */
export function copyChanged(root: string, target: string, change: SourceChange): void {
  mkdirSync(target, { recursive: true });
  for (const folder of ['src-main', 'src-shared', 'e2e/bench', 'build']) {
    cpSync(join(root, folder), join(target, folder), { recursive: true });
  }
  cpSync(join(root, 'package.json'), join(target, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'), 'dir');
  const file = join(target, change.file);
  const parts = readFileSync(file, 'utf8').split(change.from);
  if (parts.length !== 2)
    throw new Error(`${change.file} holds «${change.from.trim()}» ${parts.length - 1} times, not once`);
  writeFileSync(file, parts.join(change.to));
}
