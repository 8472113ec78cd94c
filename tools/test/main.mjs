// `npm test`: set-up, lint, formatting, boundaries, types, then every test; ends with one line of figures.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDependencies, root } from '../lib/ensure.mjs';

const began = Date.now();
ensureDependencies();
const scratch = mkdtempSync(path.join(os.tmpdir(), 'heling-test-'));
let passed = 0;
let failed = 0;
let skipped = 0;

function step(name, command, args) {
  const start = Date.now();
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  console.log(
    `── ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - start) / 1000).toFixed(1)} s)`,
  );
  return status === 0;
}

const targets = ['format', 'lint', 'types', 'boundaries', 'unused', 'contracts'];
const still = ['nx', 'run-many', '-t', targets.join(','), '--parallel=2', '--outputStyle=static'];
if (step(targets.join(', '), 'npx', still)) passed += targets.length;
else failed += 1;
const report = path.join(scratch, 'jest.json');
const ok = step('tests', process.execPath, ['tools/test/jest.mjs', '--json', `--outputFile=${report}`]);
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  skipped += result.numPendingTests + result.numTodoTests;
  if (!ok && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) failed += 1;
} catch {
  failed += 1;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${((Date.now() - began) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed + skipped === 0 ? 0 : 1);
