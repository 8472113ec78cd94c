// Bundles one of the Node applications (api, worker, cli, …) with esbuild; npm packages stay outside.
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../lib/ensure.mjs';

/** Bundles `apps/<name>/src/main.ts` into `dist/<name>/main.mjs`. */
export async function bundleApp(name) {
  await build({
    entryPoints: [path.join(root, `apps/${name}/src/main.ts`)],
    outfile: path.join(root, `dist/${name}/main.mjs`),
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
