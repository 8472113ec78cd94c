// Redis: the one on the PATH, or Debian's packages unpacked below node_modules/.cache, without touching the system.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { onPath, unpacked } from './debian.mjs';

const PACKAGES = [
  'redis-server',
  'redis-tools',
  'liblzf1',
  'libjemalloc2',
  'liblua5.1-0',
  'lua-cjson',
  'lua-bitop',
  'libatomic1',
  'libhiredis0.14',
];
const HELP =
  'no redis-server was found, and none could be fetched: install Redis 7 (for example "apt-get install redis-server" or "brew install redis"), or set REDIS_URL';

function binary() {
  const installed = onPath('redis-server');
  if (installed) return { file: installed, env: process.env };
  const { home, env } = unpacked('redis', PACKAGES, HELP);
  // Debian's redis-server is a link to this file; the name it is called by decides what it does.
  return { file: path.join(home, 'usr/bin/redis-check-rdb'), argv0: 'redis-server', env };
}

/** The address of our Redis on a port. */
export const redisUrl = (port, password) => `redis://:${password}@127.0.0.1:${port}`;

/** Starts Redis on `port`, or takes the one that runs there with our password. Answers `{ url, stop }`. */
export async function startRedis(stateDir, port, password) {
  const url = redisUrl(port, password);
  if (!(await pings(url))) {
    const { file, argv0, env } = binary();
    const folder = path.join(stateDir, 'redis');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const config = path.join(folder, 'redis.conf');
    writeFileSync(
      config,
      `bind 127.0.0.1\nport ${port}\nrequirepass ${password}\ndir ${folder}\ndaemonize yes\npidfile ${folder}/redis.pid\n` +
        `logfile ${folder}/redis.log\nsave ""\nappendonly no\ndatabases 256\nmaxmemory 512mb\nmaxmemory-policy noeviction\n`,
      { mode: 0o600 },
    );
    chmodSync(config, 0o600);
    const result = spawnSync(file, [config], { argv0: argv0 ?? file, env, stdio: 'ignore' });
    if (result.status !== 0) throw new Error(`Redis did not start on port ${port}`);
    for (let wait = 0; wait < 100 && !(await pings(url)); wait += 1) {
      await new Promise((done) => setTimeout(done, 50));
    }
    if (!(await pings(url))) throw new Error(`Redis does not answer on port ${port}`);
  }
  return {
    url,
    stop: async () => {
      const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
      redis.on('error', () => undefined);
      await redis.shutdown('NOSAVE').catch(() => undefined);
      redis.disconnect();
    },
  };
}

/** Does a Redis answer there, with our password? */
export async function pings(url) {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
