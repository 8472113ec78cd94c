// Runs jest (ESM mode) on the given folders; the rest of the arguments go to jest.
import { spawnSync } from 'node:child_process';
import { root } from '../lib/ensure.mjs';

const result = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(result.status ?? 1);
