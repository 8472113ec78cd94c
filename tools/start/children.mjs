// The processes that a start begins: none of them outlives it.
import { spawn, spawnSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const PATIENCE_MS = 12_000;

export class Children {
  constructor(stateDir) {
    this.file = path.join(stateDir, 'children.json');
    this.logs = path.join(stateDir, 'logs');
    this.running = new Map();
    this.stopping = false;
    mkdirSync(this.logs, { recursive: true });
  }

  /** Runs a program to its end; its lines go to `hear`. Throws its last words when it fails. */
  run(name, args, { env, hear = () => undefined } = {}) {
    return new Promise((resolve, reject) => {
      if (this.stopping) return reject(new Error('stopped'));
      // A group of its own: what it has started ends with it.
      const child = spawn(process.execPath, args, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: true,
      });
      this.add(name, child, true);
      let words = '';
      child.stdout.on('data', (chunk) => {
        for (const line of String(chunk).split('\n')) if (line.trim()) hear(line.trimEnd());
      });
      child.stderr.on('data', (chunk) => (words = `${words}${chunk}`.slice(0, 3000)));
      child.on('error', reject);
      child.on('exit', (code) => {
        this.remove(name);
        if (code === 0) resolve();
        else reject(new Error(this.stopping ? 'stopped' : `${name} failed: ${words.trim()}`));
      });
    });
  }

  /** Starts a server and waits for the line with `mark`; `ended(name)` hears when it goes away by itself later. */
  serve(name, args, { env, mark, ended }) {
    const log = path.join(this.logs, `${name}.log`);
    if (existsSync(log)) renameSync(log, `${log}.1`);
    const out = createWriteStream(log, { mode: 0o600 });
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.add(name, child, false);
    return new Promise((resolve, reject) => {
      let words = '';
      let ready = false;
      const listen = (chunk) => {
        out.write(chunk);
        words = `${words}${chunk}`.slice(-3000);
        if (!ready && words.includes(mark)) {
          ready = true;
          resolve();
        }
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        this.remove(name);
        const told = `${name} ended (${signal ?? code}); its last words, also in ${log}:\n${words.trim().slice(-1500)}`;
        if (!ready) reject(new Error(this.stopping ? 'stopped' : told));
        else if (!this.stopping) ended(told);
      });
    });
  }

  async stop() {
    this.stopping = true;
    const all = [...this.running.values()];
    const gone = all.map(({ child }) => new Promise((done) => child.once('exit', done)));
    for (const each of all) send(each, 'SIGTERM');
    const late = setTimeout(() => all.forEach((each) => send(each, 'SIGKILL')), PATIENCE_MS);
    await Promise.all(gone);
    clearTimeout(late);
    rmSync(this.file, { force: true });
  }

  add(name, child, group) {
    this.running.set(name, { child, group });
    this.remember();
  }

  remove(name) {
    this.running.delete(name);
    if (!this.stopping) this.remember();
  }

  /** Kept for the next start, should this one be killed. */
  remember() {
    const pids = [...this.running.values()].map(({ child }) => child.pid).filter(Boolean);
    try {
      writeFileSync(this.file, JSON.stringify(pids));
    } catch {
      // A full disk is told by who needs it.
    }
  }

  /** Ends what a killed earlier start has left; answers how many there were. */
  async sweep() {
    let pids = [];
    try {
      pids = JSON.parse(readFileSync(this.file, 'utf8'));
    } catch {
      return 0;
    }
    const left = pids.filter(
      (pid) => commandOf(pid).includes(`${path.sep}dist${path.sep}`) || commandOf(pid).includes('tools/'),
    );
    for (const pid of left) kill(pid, 'SIGKILL');
    while (left.some((pid) => commandOf(pid) !== '')) await new Promise((done) => setTimeout(done, 50));
    rmSync(this.file, { force: true });
    return left.length;
  }
}

function send({ child, group }, signal) {
  kill(group ? -child.pid : child.pid, signal);
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}

/** The command line of a process; empty when there is no such process (or it is only waiting to be reaped). */
export function commandOf(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}
