// `npm run seed -- [--small] [--people N] [--seed N] [--now INSTANT]`: makes the city in the migrated, empty database of
// DATABASE_OWNER_URL, sealing with the keys of HELING_*_KEY.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, root } from '../lib/ensure.mjs';

ensureDependencies();
process.chdir(root);
const { bundleFiles } = await import('../build/bundle.mjs');
const out = path.join(root, 'dist/seed');
await bundleFiles(
  ['main.ts', 'worker.ts'].map((file) => path.join(root, 'tools/seed', file)),
  out,
);
await import(pathToFileURL(path.join(out, 'main.mjs')).href);
