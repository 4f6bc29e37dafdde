import { EXIT_CODES } from './exit-codes.ts';

/**
 * Imported first by every entry, before anything that needs better-sqlite3: under an older Node that one ends the process
 * without a word. A Node too old to read this file is met by build/require-node24.cjs, which the npm scripts preload.
 */
const OLDEST_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
  process.stderr.write(
    `Tillbox needs Node ${OLDEST_MAJOR}, and this is Node ${process.versions.node}. Run \`npm ci\`, then use the npm scripts.\n`,
  );
  process.exit(EXIT_CODES['node-too-old'].code);
}
