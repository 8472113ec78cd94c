// Writes what other programs know of the api, from the contracts: libs/ui/src/api.gen.ts (the typed client's endpoints) and
// docs/api/openapi.json. `--check` changes nothing and fails when one of them has been forgotten.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { root } from '../lib/ensure.mjs';
import { bundleFiles } from './bundle.mjs';

const FLAGS = { idempotent: (spec) => spec.idempotent, open: (spec) => spec.access === 'public' };

/** Every contract module as `{context, file, exports}`, in a fixed order. */
async function contractModules(folder) {
  const found = readdirSync(path.join(root, 'libs'), { recursive: true })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /^[a-z]+\/src\/contract\/.*\.ts$/.test(file))
    .sort();
  const modules = [];
  for (const file of found) {
    const [context, , , ...rest] = file.replace(/\.ts$/, '').split('/');
    const name = rest.join('/');
    await bundleFiles([path.join(root, 'libs', file)], path.join(folder, context));
    const built = path.join(folder, context, `${path.basename(name)}.mjs`);
    modules.push({ context, name, exports: await import(pathToFileURL(built).href) });
  }
  return modules;
}

const isSpec = (value) =>
  value !== null && typeof value === 'object' && 'access' in value && 'method' in value && 'path' in value;
/** `orders.place` → `ordersPlace`. */
const nameOf = (id) => id.replace(/[._](\w)/g, (_, letter) => letter.toUpperCase());

function addresses(modules) {
  const imports = [];
  const lines = [];
  for (const { context, name, exports } of modules) {
    const specs = Object.entries(exports).filter(([, value]) => isSpec(value));
    if (specs.length === 0) continue;
    const alias = `${nameOf(`${context}.${name}`)}Contract`;
    imports.push(`import type * as ${alias} from '@heling/${context}/contract/${name}';`);
    for (const [exported, spec] of specs) {
      const flags = Object.keys(FLAGS).filter((flag) => FLAGS[flag](spec));
      const args = [spec.id, spec.method, spec.path, ...flags].map((text) => `'${text}'`).join(', ');
      lines.push(`/** ${spec.summary} */`);
      // Without a mark that the call does nothing else, every app would carry every endpoint.
      const type = `${alias}.${exported}`;
      lines.push(`export const ${nameOf(spec.id)} = /* @__PURE__ */ at<typeof ${type}>(${args});`);
    }
  }
  const head = '// Made from the contracts by `node tools/build/contracts.mjs`; do not edit.';
  return `${head}\n${imports.join('\n')}\nimport { at } from './route-address';\n\n${lines.join('\n')}\n`;
}

const folder = mkdtempSync(path.join(root, 'node_modules/.cache-contracts-'));
try {
  const modules = await contractModules(folder);
  await bundleFiles([path.join(root, 'libs/platform/src/server/openapi.ts')], folder);
  const { openApiOf } = await import(pathToFileURL(path.join(folder, 'openapi.mjs')).href);
  const specs = modules.flatMap(({ exports }) => Object.values(exports).filter(isSpec));
  const document = openApiOf([...new Map(specs.map((spec) => [spec.id, spec])).values()]);
  const outputs = {
    'libs/ui/src/api.gen.ts': addresses(modules),
    'docs/api/openapi.json': JSON.stringify(document),
  };
  const differing = [];
  for (const [file, text] of Object.entries(outputs)) {
    const target = path.join(root, file);
    const options = await resolveConfig(target);
    const wanted = await format(text, { ...options, filepath: target });
    let now = '';
    try {
      now = readFileSync(target, 'utf8');
    } catch {
      // Not there yet.
    }
    if (now === wanted) continue;
    differing.push(file);
    if (process.argv.includes('--check')) continue;
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, wanted);
  }
  if (differing.length > 0) console.log(`${differing.join(', ')}: not as the contracts say`);
  if (process.argv.includes('--check') && differing.length > 0) {
    console.log('run: node tools/build/contracts.mjs');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
