// A PostgreSQL and a Redis for one test alone, which may stop and start them without harm to others. Talks over IPC: says
// {ready: {ownerUrl, appUrl, redisUrl}} once a migrated database stands; takes 'restart-postgres' and 'empty-redis' and
// answers {done: command}; ends with its parent.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Redis } from 'ioredis';
import { createDatabase, environmentOf, startServices } from '../lib/services.mjs';

const [stateDir, build] = process.argv.slice(2);
let services = await startServices(stateDir);
await createDatabase(services, 'heling_fault_test');
const env = environmentOf(services, 'heling_fault_test', stateDir);
const made = spawnSync(process.execPath, [path.join(build, 'api/migrate.mjs')], {
  env: { ...process.env, ...env },
  encoding: 'utf8',
});
if (made.status !== 0) throw new Error(`the migrations failed: ${made.stderr}`);

const commands = {
  'restart-postgres': async () => {
    // Both are stopped by the handle; Redis comes back with it, on its old port.
    await services.stop();
    services = await startServices(stateDir);
  },
  'empty-redis': async () => {
    const redis = new Redis(env.REDIS_URL);
    await redis.flushall();
    redis.disconnect();
  },
};
process.on('message', async (command) => {
  await commands[command]();
  process.send({ done: command });
});
process.on('disconnect', async () => {
  await services.stop();
  process.exit(0);
});
process.send({
  ready: { ownerUrl: env.DATABASE_OWNER_URL, appUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL },
});
