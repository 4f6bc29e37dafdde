// Loaded with `node -r` before anything else, and written for any Node: older ones cannot even read the TypeScript that
// follows, and better-sqlite3 ends their process without a word.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Tillbox needs Node 24, and this is Node ${process.versions.node}. ` +
      'Run `npm ci`, then use the npm scripts (npm start, npm test, …): they bring their own Node 24.\n',
  );
  process.exit(11);
}
