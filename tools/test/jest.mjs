// Runs jest (ESM mode) on the given folders, on real services; the rest of the arguments go to jest.
import { spawn } from 'node:child_process';
import { ensureDependencies, root } from '../lib/ensure.mjs';

ensureDependencies();
const { prepareServices } = await import('./services.mjs');
// The screens are built when their tests are asked for.
const folders = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const screens =
  folders.length === 0 || folders.some((folder) => /apps\/(console|monitor|family)/.test(folder));
const { env, clean } = await prepareServices(screens);
const child = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const status = await new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
await clean();
process.exit(status);
