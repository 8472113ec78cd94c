// `npm run seed -- [--small] [--people N] [--seed N] [--now INSTANT]`: makes the city in the migrated, empty database of
// DATABASE_OWNER_URL, sealing with the keys of HELING_*_KEY.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, root } from '../lib/ensure.mjs';

ensureDependencies();
process.chdir(root);
const { programs } = await import('../start/build.mjs');
await import(pathToFileURL(path.join(await programs(), 'seed/main.mjs')).href);
