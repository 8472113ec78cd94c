// Programs from Debian's packages, unpacked below node_modules/.cache without root and without touching the system.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './ensure.mjs';

/** The file of a program on the PATH or in /usr/sbin, if there is one. */
export function onPath(program) {
  return [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin']
    .filter(Boolean)
    .map((folder) => path.join(folder, program))
    .find((file) => existsSync(file));
}

/**
 * Unpacks the packages once into a folder named `name`. Answers `{home, env}`: the folder that stands for `/`, and the
 * environment in which its programs find their libraries. Throws `help` as a sentence when they cannot be had.
 */
export function unpacked(name, packages, help) {
  const home = path.join(root, 'node_modules/.cache/heling', name);
  if (!existsSync(path.join(home, 'complete'))) fetchPackages(home, packages, help);
  const libraries = ['usr/lib', 'lib']
    .map((folder) => path.join(home, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
        .map((entry) => path.join(folder, entry.name)),
    );
  return { home, env: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') } };
}

function fetchPackages(home, packages, help) {
  rmSync(home, { recursive: true, force: true });
  const debs = path.join(home, 'debs');
  mkdirSync(debs, { recursive: true });
  const download = () =>
    spawnSync('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...packages], {
      cwd: debs,
      encoding: 'utf8',
    });
  let result = download();
  if (result.status !== 0 && process.getuid?.() === 0) {
    // A fresh machine may have no package lists yet.
    spawnSync('apt-get', ['-qq', 'update'], { stdio: 'ignore' });
    result = download();
  }
  if (result.status !== 0) result = downloadWithOwnLists(home, debs, packages);
  if (result.status !== 0) throw new Error(help);
  for (const name of readdirSync(debs)) {
    if (spawnSync('dpkg', ['-x', path.join(debs, name), home]).status !== 0) throw new Error(help);
  }
  rmSync(debs, { recursive: true, force: true });
  writeFileSync(path.join(home, 'complete'), '');
}

/** Without root, and without package lists: keeps its own lists. */
function downloadWithOwnLists(home, debs, packages) {
  const lists = path.join(home, 'apt');
  mkdirSync(path.join(lists, 'lists/partial'), { recursive: true });
  mkdirSync(path.join(lists, 'cache/archives/partial'), { recursive: true });
  const options = ['-qq', '-o', `Dir::State::Lists=${lists}/lists`, '-o', `Dir::Cache=${lists}/cache`];
  spawnSync('apt-get', [...options, 'update'], { stdio: 'ignore' });
  const result = spawnSync('apt-get', [...options, 'download', ...packages], { cwd: debs });
  rmSync(lists, { recursive: true, force: true });
  return result;
}
