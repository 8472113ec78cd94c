// Lays out what a runtime image holds: the bundles of the named apps and, of node_modules, only the packages that they
// import, with those that these need. `node docker/runtime.mjs <folder> api worker`, after tools/build/bundle.mjs.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [out, ...apps] = process.argv.slice(2);
if (!out || apps.length === 0) {
  process.stderr.write('usage: node docker/runtime.mjs <folder> <app>…\n');
  process.exit(2);
}

/** `@scope/name/file` and `name/file` without the file. */
const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** The packages that a bundle imports; esbuild writes imports as statements of their own with double quotes. */
function importsOf(folder) {
  const found = new Set();
  const statement = /^import (?:[\w$*{}\s,]+ from )?"([^"\n]+)";|\bimport\("([^"\n]+)"\)/gm;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs'))) {
    for (const [, static_, dynamic] of readFileSync(path.join(folder, file), 'utf8').matchAll(statement)) {
      const specifier = static_ ?? dynamic;
      if (/^(\.|\/|node:)/.test(specifier) || builtinModules.includes(specifier)) continue;
      found.add(packageOf(specifier));
    }
  }
  return found;
}

/** Where Node finds a package seen from a folder: the nearest node_modules that has it. */
function locate(name, from) {
  for (let folder = from; folder.startsWith(root); folder = path.dirname(folder)) {
    const at = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(at, 'package.json'))) return at;
  }
  return undefined;
}

const taken = new Set();
function take(name, from, needed) {
  const at = locate(name, from);
  if (!at) {
    if (needed) throw new Error(`${name}, needed by ${path.relative(root, from)}, is not installed`);
    return;
  }
  if (taken.has(at)) return;
  taken.add(at);
  const {
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
  } = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8'));
  for (const each of Object.keys(dependencies)) take(each, at, !(each in optionalDependencies));
  for (const each of Object.keys(optionalDependencies)) take(each, at, false);
  // A peer that is a dependency of ours is used; others are drivers and tools that are never loaded.
  for (const each of Object.keys(peerDependencies)) if (wanted.has(each)) take(each, at, false);
}

const wanted = new Set(apps.flatMap((app) => [...importsOf(path.join(root, 'dist', app))]));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of wanted) take(name, root, true);
const useless = /\.(map|md|d\.[cm]?ts|tsbuildinfo)$|\/(test|tests|docs|example|examples)$/;
for (const at of taken) {
  cpSync(at, path.join(out, path.relative(root, at)), {
    recursive: true,
    // What lies in a nested node_modules is taken, or left out, by itself.
    filter: (file) => file === at || (!useless.test(file) && path.basename(file) !== 'node_modules'),
  });
}
for (const app of apps) cpSync(path.join(root, 'dist', app), path.join(out, app), { recursive: true });
writeFileSync(
  path.join(out, 'package.json'),
  `${JSON.stringify({ name: 'heling', private: true, type: 'module' })}\n`,
);
process.stdout.write(`${taken.size} packages for ${apps.join(', ')}\n`);
