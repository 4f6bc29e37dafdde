/** A file that breaks rules, and the findings that have to follow, each as `rule place` (without the line). */
export interface Violation {
  readonly file: string;
  readonly text: string;
  readonly expects: readonly string[];
}

const MAIN = 'export const planted = 1;\n';
const uses = (path: string): string => `import { planted } from '${path}';\n\nexport const used = planted;\n`;
const plant = (file: string, text: string, ...rules: readonly string[]): Violation => ({
  file,
  text,
  expects: rules.map((rule) => `${rule} ${file}`),
});

/** What the linter has to refuse. */
const LINT: readonly Violation[] = [
  plant(
    'src-main/selling/planted-round.ts',
    'export const half = Math.round(0.5);\n',
    'lint/nursery/noJsRestrictedProperties',
  ),
  plant('src-main/selling/planted-console.ts', "console.log('planted');\n", 'lint/suspicious/noConsole'),
  plant(
    'src-main/selling/planted-default.ts',
    'const planted = 1;\nexport default planted;\n',
    'lint/style/noDefaultExport',
  ),
  plant('src-main/selling/planted-any.ts', 'export const planted: any = 1;\n', 'lint/suspicious/noExplicitAny'),
  plant('src-main/selling/planted-format.ts', 'export const   planted = 1\n', 'format'),
  plant('src-main/selling/PlantedName.ts', MAIN, 'lint/style/useFilenamingConvention'),
  plant(
    'src-main/selling/planted-floating.ts',
    'async function planted(): Promise<void> {\n  await Promise.resolve();\n}\nplanted();\n',
    'lint/nursery/noFloatingPromises',
  ),
  plant(
    'e2e/planted-wait.spec.ts',
    "import { test } from '@playwright/test';\n\ntest('planted', async ({ page }) => {\n  await page.waitForTimeout(5);\n});\n",
    'lint/nursery/noPlaywrightWaitForTimeout',
  ),
  plant(
    'e2e/planted-skip.spec.ts',
    "import { test } from '@playwright/test';\n\ntest.skip('planted', () => undefined);\n",
    'lint/suspicious/noSkippedTests',
  ),
  plant('src-renderer/planted-fetch.ts', "export const planted = fetch('x');\n", 'lint/style/noRestrictedGlobals'),
  plant(
    'src-renderer/planted-window-fetch.ts',
    "export const planted = window.fetch('x');\n",
    'lint/nursery/noJsRestrictedProperties',
  ),
];

/** What the arrows have to refuse. */
const ARROWS: readonly Violation[] = [
  // In the place of the real ones, whose imports are of no interest here.
  plant('src-main/training/simulator-main.ts', MAIN),
  plant('src-main/training/simulated-api.ts', MAIN),
  plant('src-main/plugin/planted-simulator.ts', uses('../training/planted-passage.ts'), 'live-reaches-no-simulator'),
  plant('src-main/training/planted-passage.ts', "export { planted } from './simulated-api.ts';\n"),
  plant('src-main/backends/contract-suite.ts', MAIN),
  plant('src-main/stores/planted-store.ts', MAIN),
  plant('src-renderer/planted-main.ts', uses('../src-main/stores/planted-store.ts'), 'renderer-to-shared-only'),
  plant(
    'src-renderer/planted-node.ts',
    "import { join } from 'node:path';\n\nexport const used = join;\n",
    'no-node-in-renderer-or-shared',
  ),
  plant('src-shared/sale/planted-main.ts', uses('../../src-main/stores/planted-store.ts'), 'shared-stands-alone'),
  plant('src-renderer/planted-screen.ts', MAIN),
  plant('src-main/stores/planted-renderer.ts', uses('../../src-renderer/planted-screen.ts'), 'main-to-shared-only'),
  plant(
    'src-main/plugin/planted-electron.ts',
    "import type { App } from 'electron';\n\nexport type Planted = App;\n",
    'electron-only-in-desktop',
  ),
  plant(
    'src-main/selling/planted-sqlite.ts',
    "import Database from 'better-sqlite3';\n\nexport const planted = new Database(':memory:');\n",
    'sqlite-only-in-database-and-stores',
  ),
  plant(
    'src-main/stores/planted-node-sqlite.ts',
    "import { DatabaseSync } from 'node:sqlite';\n\nexport const used = DatabaseSync;\n",
    'one-sqlite',
  ),
  plant('src-main/desktop/planted-window.ts', MAIN),
  plant('src-main/plugin/planted-server.ts', MAIN),
  plant('src-main/cli/planted-command.ts', MAIN),
  ...['selling', 'voiding', 'claiming', 'staff', 'reports'].map((folder, index) => {
    const door = ['desktop/planted-window', 'plugin/planted-server', 'cli/planted-command'][index % 3];
    return plant(`src-main/${folder}/planted-door.ts`, uses(`../${door}.ts`), 'use-case-imports-no-door');
  }),
  plant('src-main/backends/rekonect/planted.ts', MAIN),
  plant('src-main/backends/pomelo/planted.ts', uses('../rekonect/planted.ts'), 'back-end-imports-no-other'),
  plant('src-main/training/planted-simulator.ts', MAIN),
  plant(
    'src-main/sync/planted-training.ts',
    uses('../training/planted-simulator.ts'),
    'simulators-only-from-doors-and-tests',
  ),
  plant(
    'src-main/plugin/planted-inline.ts',
    "import '../training/simulator-main.ts';\n",
    'simulator-is-its-own-process',
  ),
  plant('src-main/till/planted-suite.ts', "import '../backends/contract-suite.ts';\n", 'contract-suite-only-in-tests'),
  plant('src-main/till/planted-help.test-support.ts', MAIN),
  plant('src-main/till/planted-helped.ts', uses('./planted-help.test-support.ts'), 'test-support-only-in-tests'),
  plant('src-main/till/planted-leaf.test.ts', MAIN),
  plant('src-main/till/planted-of-test.ts', uses('./planted-leaf.test.ts'), 'tests-are-leaves'),
  plant(
    'src-main/till/planted-vitest.ts',
    "import { vi } from 'vitest';\n\nexport const used = vi;\n",
    'no-test-tools-in-product',
  ),
  plant(
    'src-main/till/planted-dev.ts',
    "import { useState } from 'react';\n\nexport const used = useState;\n",
    'main-needs-only-dependencies',
  ),
  plant(
    'src-main/till/planted-ring-a.ts',
    "import type { B } from './planted-ring-b.ts';\n\nexport type A = B | 1;\n",
    'no-cycles',
  ),
  plant('src-main/till/planted-ring-b.ts', "import type { A } from './planted-ring-a.ts';\n\nexport type B = A | 2;\n"),
  plant('src-main/till/planted-nowhere.ts', "import './planted-that-is-not-there.ts';\n", 'resolvable'),
  plant('src-main/not-cruised/planted.ts', MAIN, 'not-cruised'),
];

/** What the type check has to refuse, in every runtime's project. */
const TYPES: readonly Violation[] = [
  ...['src-shared/sale', 'src-main/stores', 'src-renderer', 'e2e', 'build'].map((folder) =>
    plant(`${folder}/planted-type.ts`, "export const planted: number = 'one';\n", 'TS2322'),
  ),
  plant('src-shared/sale/planted-process.ts', 'export const planted = process.pid;\n', 'TS2591'),
  plant('src-renderer/planted-buffer.ts', 'export const planted = Buffer.alloc(1);\n', 'TS2591'),
  plant('src-main/stores/planted-document.ts', 'export const planted = document.title;\n', 'TS2584'),
  plant('src-main/stores/planted-enum.ts', 'export enum Planted {\n  One,\n}\n', 'TS1294'),
  plant('src-main/stores/planted-module.mts', MAIN, 'in-no-project'),
];

/** What the search for dead code has to refuse. */
const DEAD: readonly Violation[] = [
  plant('src-main/stores/planted-dead.ts', MAIN, 'unused-or-unlisted/files'),
  plant('src-main/cli/planted-live.ts', uses('../stores/planted-half-dead.ts')),
  plant('src-main/stores/planted-half-dead.ts', `${MAIN}export const dead = 2;\n`, 'unused-or-unlisted/exports'),
  plant('src-main/cli/planted-unlisted.ts', "import 'planted-package';\n", 'unused-or-unlisted/unlisted'),
];

/** What no text may hold; put together here so that this file passes. */
const TEXTS: readonly Violation[] = [
  plant('planted-path.md', `See /${'work'}/somewhere.\n`, 'machine-path'),
  plant('planted-home.md', `See /${'home'}/somebody/somewhere.\n`, 'machine-path'),
  plant('planted-host.md', `https://${'registry'}.example/x\n`, 'package-host'),
];

export const VIOLATIONS: readonly Violation[] = [...LINT, ...ARROWS, ...TYPES, ...DEAD, ...TEXTS];
