type Json = Record<string, unknown>;

/** Breaks every rule of the lockfile check once, in the two parsed files; returns the findings that have to follow. */
export function breakManifests(manifest: Json, lock: Json): readonly string[] {
  const dependencies = manifest['dependencies'] as Json;
  const packages = lock['packages'] as Record<string, Json>;
  dependencies['fastify'] = '^5.0.0';
  dependencies['uuid'] = '13.0.0';
  dependencies['planted-package-of-no-table'] = '1.0.0';
  manifest['devDependencies'] = { ...(manifest['devDependencies'] as Json), node: undefined };
  manifest['allowScripts'] = { 'better-sqlite3': true };
  delete packages['node_modules/better-sqlite3']?.['gypfile'];
  packages['node_modules/planted'] = { resolved: 'planted', hasInstallScript: true };
  return [
    'exact-version package.json',
    'major package.json',
    'allow-scripts package.json',
    'gypfile package-lock.json',
    'no-hosts package-lock.json',
    'integrity package-lock.json',
    'allow-scripts package-lock.json',
    'in-step package-lock.json',
    'npmrc .npmrc',
  ];
}
