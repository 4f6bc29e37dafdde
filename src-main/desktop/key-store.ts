import type { SafeStorage } from 'electron';
import type { OsStore } from '../secrets/wraps.ts';

/**
 * The operating system's store for the data key. Usable only after `whenReady`. On a Linux without a keyring Electron
 * falls back to a password that everyone knows: that counts as no store.
 */
export function osKeyStore(safeStorage: SafeStorage, platform: NodeJS.Platform): OsStore {
  return {
    available: () =>
      safeStorage.isEncryptionAvailable() &&
      (platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())),
    encrypt: (plain) => safeStorage.encryptString(plain),
    decrypt: (sealed) => safeStorage.decryptString(sealed),
  };
}
