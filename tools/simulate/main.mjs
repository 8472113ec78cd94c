// `npm run simulate -- --institutions 40 --speed 1 [--minutes N]`: plays the institutions against the running `npm start`.
// Where it plays: DATABASE_URL with HELING_*_KEY and HELING_SIM_MQTT (a port) or HELING_SIM_API (an address), or the state
// folder of the start (its secrets stay there: each device's credential follows from the session key).
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, root } from '../lib/ensure.mjs';

ensureDependencies();
const called = process.cwd();
process.chdir(root);
const stateDir = path.resolve(root, process.env.HELING_STATE_DIR ?? '.heling');
const read = (name) => {
  const file = path.join(stateDir, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};
const [secrets, ports, ready] = ['secrets.json', 'ports.json', 'ready.json'].map(read);
if (!process.env.DATABASE_URL && secrets && ports?.postgres) {
  process.env.DATABASE_URL = `postgresql://heling_app:${secrets.passwords.app}@127.0.0.1:${ports.postgres}/heling`;
}
for (const [name, key] of Object.entries(secrets?.keys ?? {})) process.env[name] ??= key;
if (!process.env.HELING_SIM_MQTT && !process.env.HELING_SIM_API && ready) {
  if (ready.mqtt) process.env.HELING_SIM_MQTT = String(ready.mqtt);
  else process.env.HELING_SIM_API = ready.api;
}
const { bundleFiles } = await import('../build/bundle.mjs');
const out = path.join(root, 'dist/simulate');
await bundleFiles([path.join(root, 'tools/simulate/main.ts')], out);
process.chdir(called);
await import(pathToFileURL(path.join(out, 'main.mjs')).href);
