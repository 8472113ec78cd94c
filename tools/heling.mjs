// `npm run -s heling -- <command>`: bundles the command line when its sources changed, then runs it.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, root } from './lib/ensure.mjs';

const bundle = path.join(root, 'dist/cli/main.mjs');

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.name.endsWith('.ts'))
      time = Math.max(time, statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
  }
  return time;
}

ensureDependencies();
const sources = ['apps/cli/src', 'libs'].map((folder) => newest(path.join(root, folder)));
if (!existsSync(bundle) || statSync(bundle).mtimeMs < Math.max(...sources)) {
  const { bundleApp } = await import('./build/bundle.mjs');
  await bundleApp('cli');
}
await import(pathToFileURL(bundle).href);
