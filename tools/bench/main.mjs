// `npm run bench -- <name>`: runs tools/bench/<name>.mjs, whose `run(args)` answers the list of results; prints them as a
// table, and as the last line one JSON object {"bench","results":[{"name","value","unit","baseline","ratio","goal","met"}]}.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureDependencies, root } from '../lib/ensure.mjs';

const folder = path.join(root, 'tools/bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && file !== 'main.mjs')
  .map((file) => file.replace('.mjs', ''));
const [name, ...args] = process.argv.slice(2);
if (!name || name === '--help' || !existsSync(path.join(folder, `${name}.mjs`))) {
  console.log(`npm run bench -- <name>, where <name> is one of ${names.join(', ')}`);
  process.exit(name === '--help' ? 0 : 2);
}
ensureDependencies();
process.chdir(root);
const { run } = await import(`./${name}.mjs`);
const results = await run(args);
console.table(
  Object.fromEntries(
    results.map(({ name: figure, value, unit, baseline, ratio, goal, met }) => [
      figure,
      { value, unit, baseline, ratio, goal, met },
    ]),
  ),
);
console.log(JSON.stringify({ bench: name, results }));
process.exit(0);
