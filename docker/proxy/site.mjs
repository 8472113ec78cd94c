// Lays out what the proxy serves: the exported web apps and fonts under web/, and csp.caddy, the policy of each page by
// the hashes of its scripts. `node docker/proxy/site.mjs <folder>`, after tools/build/web.mjs.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const APPS = ['console', 'monitor', 'family'];
const out = process.argv[2];
if (!out) {
  process.stderr.write('usage: node docker/proxy/site.mjs <folder>\n');
  process.exit(2);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(path.join(out, 'web'), { recursive: true });
const lines = [];
for (const app of APPS) {
  const from = path.join(root, 'apps', app, 'out');
  cpSync(from, path.join(out, 'web', app), { recursive: true });
  for (const name of ['csp.json', 'csp.json.gz', 'csp.json.br', 'sources.txt']) {
    rmSync(path.join(out, 'web', app, name), { force: true });
  }
  const policies = JSON.parse(readFileSync(path.join(from, 'csp.json'), 'utf8'));
  for (const [page, policy] of Object.entries(policies)) {
    lines.push(`\t/${app}${page} "${policy}"`);
    // A folder's page is asked for by the folder.
    if (page.endsWith('/index.html'))
      lines.push(`\t/${app}${page.slice(0, -'index.html'.length)} "${policy}"`);
  }
}
cpSync(path.join(root, 'dist/fonts'), path.join(out, 'web/fonts'), { recursive: true });
writeFileSync(
  path.join(out, 'csp.caddy'),
  `map {path} {csp} {\n${lines.join('\n')}\n\tdefault "default-src 'none'"\n}\n`,
);
