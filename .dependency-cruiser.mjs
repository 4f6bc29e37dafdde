// The arrows of the folder map: the folder is the runtime, the doors stand outside the use cases, and the live till
// cannot reach a simulator. Type imports count as well. build/checks/architecture.ts runs this.

// The contract suite is a test in all but its name: a function that each back end's test calls.
const TEST = '(\\.test(-support)?\\.tsx?|^src-main/backends/contract-suite\\.ts)$';
const USE_CASES = '^src-main/(selling|voiding|claiming|review|staff|reports)/';
const DOORS = '^src-main/(desktop|plugin|cli)/';
const npm = (name) => `(^|/)node_modules/(@types/)?${name}(/|$)`;

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  {
    name: 'renderer-to-shared-only',
    comment: 'The renderer has no Node side: it asks through app-api.ts.',
    from: { path: '^src-renderer/' },
    to: { path: '^(src-main|e2e|build)/' },
  },
  {
    name: 'no-node-in-renderer-or-shared',
    comment: 'Both run in a browser window.',
    from: { path: '^src-(renderer|shared)/', pathNot: TEST },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'shared-stands-alone',
    comment: 'Shared code knows no runtime.',
    from: { path: '^src-shared/' },
    to: { path: '^(src-main|src-renderer|e2e|build)/' },
  },
  {
    name: 'main-to-shared-only',
    from: { path: '^src-main/' },
    to: { path: '^(src-renderer|e2e|build)/' },
  },
  {
    name: 'electron-only-in-desktop',
    comment: 'Importing it elsewhere starts its download and ties the till to one door.',
    from: { pathNot: '^src-main/desktop/' },
    to: { path: [npm('electron'), '^electron($|/)'] },
  },
  {
    name: 'sqlite-only-in-database-and-stores',
    comment: 'The checks and proofs outside the product may look into the file from the side.',
    from: { pathNot: '^(src-main/(database|stores|training)|build|e2e/(bench|proof))/' },
    // Naming the type is no access; a simulator keeps its own files.
    to: { path: npm('better-sqlite3'), dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'one-sqlite',
    comment: 'The other SQLite inside Node would open the file without our settings.',
    from: {},
    to: { path: '^(node:)?sqlite$' },
  },
  {
    name: 'use-case-imports-no-door',
    from: { path: USE_CASES },
    to: { path: DOORS },
  },
  {
    name: 'back-end-imports-no-other',
    from: { path: '^src-main/backends/([^/]+)/' },
    to: { path: '^src-main/backends/[^/]+/', pathNot: ['^src-main/backends/$1/', '^src-main/backends/http/'] },
  },
  {
    name: 'simulators-only-from-doors-and-tests',
    comment: 'Only what starts a till may name the training folder.',
    from: { path: '^src-(main|shared|renderer)/', pathNot: ['^src-main/training/', DOORS, TEST] },
    to: { path: '^src-main/training/' },
  },
  {
    name: 'simulator-is-its-own-process',
    comment: 'A live till starts the simulator by its path, never as a module of itself.',
    from: { path: '^src-main/', pathNot: ['^src-main/training/', TEST] },
    to: { path: '^src-main/training/simulator-main\\.ts$', reachable: true },
  },
  {
    name: 'live-reaches-no-simulator',
    comment: 'The command line may ask a ledger what it holds; a door may only start the process that keeps it.',
    from: { path: '^src-main/', pathNot: ['^src-main/(training|cli)/', TEST] },
    to: {
      path: '^src-main/training/(simulated-api\\.ts|simulator-database\\.ts|ledger\\.ts|(rekonect|rbi|covalent|pomelo)/)',
      // What a training till has to know of a program: an address, a key, the demo shop's people.
      pathNot: '^src-main/training/[^/]+/([a-z]+-(training|options)|member-order|demo-[a-z-]+)\\.ts$',
      reachable: true,
    },
  },
  {
    name: 'contract-suite-only-in-tests',
    comment: 'It is never bundled.',
    from: { pathNot: [TEST, '^e2e/'] },
    to: { path: '^src-main/backends/contract-suite\\.ts$' },
  },
  {
    name: 'tests-are-leaves',
    comment: 'What several tests share is named *.test-support.ts, and only tests use it.',
    from: {},
    to: { path: ['\\.test\\.tsx?$', '\\.spec\\.ts$'] },
  },
  {
    name: 'test-support-only-in-tests',
    from: { pathNot: [TEST, '^e2e/'] },
    to: { path: '\\.test-support\\.tsx?$' },
  },
  {
    name: 'no-test-tools-in-product',
    from: { path: '^src-', pathNot: [TEST] },
    to: { path: [npm('vitest'), npm('fast-check'), npm('@playwright/test')] },
  },
  {
    name: 'main-needs-only-dependencies',
    comment: 'The packaged till has no devDependencies; the renderer is bundled, and Electron is there of itself.',
    from: { path: '^src-(main|shared)/', pathNot: [TEST] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: [npm('electron'), '@types/'] },
  },
  { name: 'no-cycles', from: {}, to: { circular: true } },
  { name: 'resolvable', from: {}, to: { couldNotResolve: true } },
].map((rule) => ({ severity: 'error', ...rule }));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden,
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'browser'],
    },
  },
};
