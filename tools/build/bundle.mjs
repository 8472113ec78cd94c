// Bundles the Node applications (api, worker, cli, …) with esbuild; npm packages stay outside.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../lib/ensure.mjs';

/** Bundles the entries of `apps/<name>/src` (main.ts; of the api also migrate.ts and a thread's) into `<out>/<name>/`. */
export async function bundleApp(name, out = path.join(root, 'dist')) {
  const entries = ['main.ts', 'migrate.ts', 'table-reader.ts'].map((file) =>
    path.join(root, 'apps', name, 'src', file),
  );
  await bundleFiles(
    entries.filter((file) => existsSync(file)),
    path.join(out, name),
  );
}

/** Bundles TypeScript files into `outdir`, each to `<name>.mjs`. */
export async function bundleFiles(entryPoints, outdir) {
  await build({
    entryPoints,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [contextPaths],
    tsconfig: path.join(root, 'tsconfig.base.json'),
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

/** `@heling/<context>/<file>` is `libs/<context>/src/<file>`; without this, `packages: external` would leave it out. */
const contextPaths = {
  name: 'context-paths',
  setup(builder) {
    builder.onResolve({ filter: /^@heling\// }, (args) => {
      const [, context, ...rest] = args.path.split('/');
      return builder.resolve(`./${rest.join('/')}`, {
        resolveDir: path.join(root, 'libs', context, 'src'),
        kind: args.kind,
      });
    });
  },
};

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const name of process.argv.slice(2)) await bundleApp(name);
}
