import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { given } from '@heling/platform/testing/database';

const bundle = path.join(given('HELING_TEST_BUILD'), 'cli/main.mjs');
const heling = (...args: string[]) => {
  const begun = performance.now();
  const run = spawnSync(process.execPath, [bundle, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { ...run, ms: performance.now() - begun };
};
/** Every command, found by walking the help. */
function commands(at: string[] = []): string[][] {
  const help = heling(...at, '--help').stdout;
  const [, list = ''] = help.split('\nCommands:\n');
  const names = [...list.matchAll(/^ {2}(\w[\w-]*)/gm)]
    .map((match) => match[1]!)
    .filter((name) => name !== 'help');
  return names.flatMap((name) => [[...at, name], ...commands([...at, name])]);
}

describe('the command line', () => {
  it('helps with every command, without a database or any setting', () => {
    const all = commands();
    expect(all.map((args) => args.join(' '))).toEqual(
      expect.arrayContaining(['assess score', 'audit verify']),
    );
    for (const args of all) {
      const { status, stdout } = heling(...args, '--help');
      expect([args, status, stdout.startsWith('Usage: heling')]).toEqual([args, 0, true]);
    }
  });

  it('starts within 1.5 seconds (the best of three: the machine may be busy)', () => {
    const times = [1, 2, 3].map(() => heling('--help').ms);
    expect(Math.min(...times)).toBeLessThan(1500);
  });

  it('loads the database driver only when a command needs it', () => {
    const loaded = readFileSync(bundle, 'utf8').match(/^import .* from "[^"]+";$/gm) ?? [];
    expect(loaded.filter((line) => /"(pg|typeorm|@nestjs\/.*|ioredis)"/.test(line))).toEqual([]);
  });

  it.each([
    [['no-such-command']],
    [['audit', 'verify', '--no-such']],
    [['audit', 'verify', '--database', 'nonsense']],
  ])('answers %j with a sentence and exit code 2', (args) => {
    const { status, stderr, stdout } = heling(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.length).toBeGreaterThan(10);
    expect(stderr).not.toContain('    at ');
  });
});
