// Builds the web apps: Next's static export into apps/<name>/out, with compressed copies, a content security policy by the
// hashes of its inline scripts (csp.json, page → policy), and the Chinese fonts in dist/fonts. What has not changed since
// the last build is left as it is.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { root } from '../lib/ensure.mjs';
import { withLock } from '../lib/lock.mjs';

export const WEB_APPS = ['console', 'monitor', 'family'];
const FONT = path.join(root, 'node_modules/@fontsource/noto-sans-sc');
const fonts = path.join(root, 'dist/fonts');

/** Builds the named apps whose sources have changed; `say(line)` hears of progress. Throws when one cannot be built. */
export function buildWeb(names = WEB_APPS, say = () => undefined) {
  return withLock(path.join(root, 'node_modules/.cache/heling/web.lock'), () => buildAll(names, say));
}

async function buildAll(names, say) {
  if (!existsSync(path.join(fonts, 'complete'))) await copyFonts();
  for (const name of names) {
    const home = path.join(root, 'apps', name);
    const stamp = path.join(home, 'out/sources.txt');
    const sources = hashOf(name);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) continue;
    const began = Date.now();
    rmSync(path.join(home, 'out'), { recursive: true, force: true });
    await nextBuild(home);
    writeFileSync(path.join(home, 'out/csp.json'), JSON.stringify(policies(path.join(home, 'out'))));
    await compress(path.join(home, 'out'));
    writeFileSync(stamp, sources);
    say(`${name} ${((Date.now() - began) / 1000).toFixed(0)} s`);
  }
}

/** A hash over everything that an app is made of. */
function hashOf(name) {
  const hash = createHash('sha256');
  const take = (folder, wanted) => {
    for (const file of readdirSync(path.join(root, folder), { recursive: true }).map(String).sort()) {
      const slashed = file.split(path.sep).join('/');
      if (!/\.(tsx?|css|json|svg|png|webmanifest|js)$/.test(file) || !wanted(slashed)) continue;
      // Next writes this one itself while it builds.
      if (file === 'next-env.d.ts') continue;
      hash.update(slashed).update(readFileSync(path.join(root, folder, file)));
    }
  };
  take(`apps/${name}`, (file) => /^(app|src|public)\/|^[^/]+$/.test(file));
  take('libs', (file) => /^ui\/src\/|^[a-z]+\/src\/(domain|contract)\/|^[a-z]+\/data\//.test(file));
  for (const file of ['package-lock.json', 'tools/build/web.mjs', 'tools/build/next-config.ts']) {
    hash.update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

function nextBuild(home) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: home,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output = `${output}${chunk}`.slice(-6000)));
    }
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${path.basename(home)} cannot be built:\n${output}`)),
    );
  });
}

/** Page → Content-Security-Policy: only the scripts of this build, and its inline ones by hash. */
function policies(out) {
  const pages = {};
  for (const file of readdirSync(out, { recursive: true }).map(String)) {
    if (!file.endsWith('.html')) continue;
    const html = readFileSync(path.join(out, file), 'utf8');
    const hashes = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
      ([, script]) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    );
    pages[`/${file.split(path.sep).join('/')}`] = [
      "default-src 'self'",
      `script-src 'self' ${[...new Set(hashes)].join(' ')}`,
      // antd writes its styles at run time (docs/decisions).
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; ');
  }
  return pages;
}

/** Writes `.gz` and `.br` beside every text file. */
async function compress(folder) {
  for (const file of readdirSync(folder, { recursive: true }).map(String)) {
    if (!/\.(html|js|css|json|txt|svg|webmanifest)$/.test(file)) continue;
    const at = path.join(folder, file);
    const content = readFileSync(at);
    if (content.length < 1000) continue;
    writeFileSync(`${at}.gz`, await promisify(gzip)(content, { level: 9 }));
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
    writeFileSync(`${at}.br`, await promisify(brotliCompress)(content, quality));
  }
}

/** Noto Sans SC in two weights, cut into ranges of characters so that a page fetches only what it shows. */
async function copyFonts() {
  rmSync(fonts, { recursive: true, force: true });
  mkdirSync(path.join(fonts, 'files'), { recursive: true });
  let css = '';
  for (const weight of [400, 700]) {
    const text = readFileSync(path.join(FONT, `${weight}.css`), 'utf8');
    css += text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/, url\([^)]*\.woff\) format\('woff'\)/g, '')
      .replace(/\s+/g, ' ');
    for (const [, file] of text.matchAll(/url\(\.\/(files\/[^)]*\.woff2)\)/g)) {
      copyFileSync(path.join(FONT, file), path.join(fonts, file));
    }
  }
  copyFileSync(path.join(FONT, 'LICENSE'), path.join(fonts, 'LICENSE'));
  writeFileSync(path.join(fonts, 'noto-sans-sc.css'), css);
  await compress(fonts);
  writeFileSync(path.join(fonts, 'complete'), '');
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const names = process.argv.slice(2);
  await buildWeb(names.length > 0 ? names : WEB_APPS, console.log);
}
