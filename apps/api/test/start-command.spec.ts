import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

interface Ready {
  api: string;
  console: string;
  monitor: string;
  family: string;
  openapi: string;
  accounts: { role: string; login: string; password: string; note?: string }[];
}

const PATIENCE_MS = 100_000;
const TEST_MS = 170_000;

/** One `npm start -- --small` in a state folder of its own, without the web pages (they are tested by their own tests). */
class Start {
  readonly child: ChildProcess;
  output = '';
  private readonly exited: Promise<number | null>;

  constructor(
    readonly folder: string,
    port: number,
    args: string[] = ['--small'],
  ) {
    const env = {
      ...process.env,
      HELING_STATE_DIR: folder,
      HELING_PORT: String(port),
      HELING_WEB_DIR: folder,
    };
    this.child = spawn(process.execPath, ['tools/start/main.mjs', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = new Promise((resolve) => this.child.once('exit', (code) => resolve(code)));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  async ready(): Promise<Ready> {
    const file = path.join(this.folder, 'ready.json');
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(100)) {
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.output}`);
      if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Ready;
    }
    throw new Error(`not ready: ${this.output}`);
  }

  async said(words: string): Promise<void> {
    for (const until = Date.now() + PATIENCE_MS; !this.output.includes(words); await pause(20)) {
      if (Date.now() > until) throw new Error(`it never said "${words}": ${this.output}`);
    }
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.exited;
  }

  ended(): Promise<number | null> {
    return this.exited;
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Processes whose command line or folder names the state folder or that listen for it. */
async function processesOf(ready: Ready): Promise<string[]> {
  const left: string[] = [];
  if (await fetch(`${ready.api}/health/live`).catch(() => undefined)) left.push('api');
  return left;
}

describe('npm start', () => {
  const base = mkdtempSync(path.join(os.tmpdir(), 'heling-start-'));
  // PostgreSQL may run as another user.
  chmodSync(base, 0o755);
  const port = 20_000 + (process.pid % 20_000);
  let running: Start | undefined;

  afterAll(async () => {
    if (running && running.child.exitCode === null) await running.end('SIGTERM');
    rmSync(base, { recursive: true, force: true });
  });

  it(
    'makes a small city, serves it, and tells where and who',
    async () => {
      running = new Start(base, port);
      const ready = await running.ready();
      expect(ready.api).toBe(`http://127.0.0.1:${port}`);
      expect(ready).toMatchObject({
        console: `${ready.api}/console/`,
        monitor: `${ready.api}/monitor/`,
        family: `${ready.api}/family/`,
        openapi: `${ready.api}/openapi.json`,
      });
      expect(new Set(ready.accounts.map(({ role }) => role)).size).toBe(17);
      // It holds a password: for the owner only.
      expect(statSync(path.join(base, 'ready.json')).mode & 0o077).toBe(0);
      for (const name of ['dependencies', 'services', 'migrate', 'city', 'build', 'serve']) {
        expect(running.output).toMatch(new RegExp(`${name}: done in [\\d.]+ s`));
      }
      const openapi = (await (await fetch(ready.openapi)).json()) as { openapi: string };
      expect(openapi.openapi).toMatch(/^3\.1/);
    },
    TEST_MS,
  );

  it('lets everybody whom it names sign in', async () => {
    const ready = await running!.ready();
    const post = (at: string, body: object) =>
      fetch(`${ready.api}/api${at}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    for (const { role, login, password } of ready.accounts.filter((account) => account.password)) {
      const answer = await post('/session/password', { login, password });
      expect(await answer.json()).toMatchObject({ state: 'ok', me: { roles: [role], demo: true } });
    }
    const family = ready.accounts.find((account) => account.role === 'family')!;
    expect(family.note).toBeTruthy();
    await post('/session/code', { phone: family.login });
    // The message goes out from the worker.
    let code: string | undefined;
    while (!code) {
      const answer = await post('/phone/messages', { phone: family.login });
      const { items } = (await answer.json()) as { items: { text: string }[] };
      code = /验证码 (\d{6})/.exec(items[0]?.text ?? '')?.[1];
      await pause(200);
    }
    const signedIn = (await (await post('/session/by-code', { phone: family.login, code })).json()) as {
      me: { persons: object[] };
    };
    expect(signedIn.me.persons).toHaveLength(1);
  });

  it('is not started twice in one folder', async () => {
    const second = new Start(base, port);
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain('Heling already runs');
    expect(await (await fetch(`http://127.0.0.1:${port}/health/ready`)).json()).toMatchObject({
      status: 'ok',
    });
  });

  it(
    'recovers from being killed, and leaves no process at Ctrl-C',
    async () => {
      const before = await running!.ready();
      await running!.end('SIGKILL');
      const began = Date.now();
      running = new Start(base, port);
      await running.said('Heling is ready');
      const ready = await running.ready();
      expect(ready.api).toBe(before.api);
      expect(running.output).toContain('a city of 5000 people is there');
      expect(Date.now() - began).toBeLessThan(60_000);
      const { postgres } = JSON.parse(readFileSync(path.join(base, 'ports.json'), 'utf8')) as {
        postgres: number;
      };
      expect(await running.end('SIGINT')).toBe(0);
      expect(await processesOf(ready)).toEqual([]);
      expect(await free(postgres)).toBe(true);
      for (const file of ['ready.json', 'start.lock', 'children.json', 'postgres/postmaster.pid']) {
        expect([file, existsSync(path.join(base, file))]).toEqual([file, false]);
      }
    },
    TEST_MS,
  );

  it(
    'says that its port is in use and takes the next one; makes a half-made city anew',
    async () => {
      const other = createServer();
      await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
      try {
        running = new Start(base, port, ['--small', '--fresh']);
        await running.said('city: the synthetic city');
        await running.said('tables emptied');
        await running.end('SIGKILL');
        running = new Start(base, port);
        const ready = await running.ready();
        expect(running.output).toContain('it is made anew');
        expect(running.output).toContain(`port ${port} is in use by another program: `);
        expect(ready.api).not.toBe(`http://127.0.0.1:${port}`);
        expect(await running.end('SIGTERM')).toBe(0);
      } finally {
        other.close();
      }
    },
    TEST_MS,
  );

  it('refuses what it does not know, in a sentence', async () => {
    const start = new Start(base, port, ['--smal']);
    expect(await start.ended()).toBe(2);
    expect(start.output).toContain('does not know "--smal"');
  });
});

function free(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
