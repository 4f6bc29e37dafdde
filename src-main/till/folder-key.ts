import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { createDataKey, openDataKey } from '../secrets/data-key.ts';
import type { OsStore, WrapSource } from '../secrets/wraps.ts';
import type { DataFolder } from './data-folder.ts';
import type { StartFailure } from './start-failure.ts';

/** The owner-only file that opens the data key where no store of the operating system does. */
const KEY_FILE = 'owner.key';

export type FolderKey =
  | {
      readonly ok: true;
      readonly key: KeyObject /** Only when the key was just made. */;
      readonly recoveryCode: string | null;
    }
  | { readonly ok: false; readonly failure: StartFailure };

/** Opens the folder's data key, or makes it on the first start. In training no store of the operating system is touched. */
export async function folderKey(folder: DataFolder, osStore: OsStore | null): Promise<FolderKey> {
  const keyFile: WrapSource = { kind: 'key-file', path: join(folder.path, KEY_FILE) };
  const useStore = osStore !== null && folder.kind !== 'training' && osStore.available();
  const wraps: WrapSource[] = useStore ? [{ kind: 'os-store', store: osStore }, keyFile] : [keyFile];
  const opened = openDataKey(folder.path, wraps);
  if (opened.ok) return { ok: true, key: opened.key, recoveryCode: null };
  if (opened.error === 'no-data-key') {
    const created = await createDataKey(folder.path, wraps.slice(0, 1));
    if (created.ok) return { ok: true, key: created.key, recoveryCode: created.recoveryCode };
    return refuse(
      folder,
      created.error === 'exists' ? 'another process made one just now' : `it could not be wrapped (${created.why})`,
    );
  }
  if (opened.error === 'no-usable-wrap') {
    return refuse(folder, `it opens with ${opened.wrapsPresent.join(' or ')}, and none of these works here`);
  }
  return refuse(folder, opened.error === 'damaged' ? 'its file is damaged' : 'it was written by a newer Tillbox');
}

const refuse = (folder: DataFolder, reason: string): FolderKey => ({
  ok: false,
  failure: { kind: 'key-not-opened', folder: folder.path, reason },
});
