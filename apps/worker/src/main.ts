import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Redis } from 'ioredis';
import { makeLogger, nestLogger } from '@heling/platform/server/logger';
import { onEvents } from '@heling/platform/server/outbox';
import { nudgeOver, Relay } from '@heling/platform/server/relay';
import { Sweeper } from '@heling/platform/server/sweeper';
import { consumers, sweeps, WorkerModule } from './worker.module';

const logger = makeLogger('worker');
const app = await NestFactory.createApplicationContext(WorkerModule, {
  logger: nestLogger(logger),
  abortOnError: false,
});
const relay = app.get(Relay);
const sweeper = app.get(Sweeper);
onEvents(nudgeOver(app.get(Redis)));
await relay.start(consumers.map((type) => app.get(type, { strict: false })));
sweeper.start(sweeps.map((type) => app.get(type, { strict: false })));
process.stdout.write(`${JSON.stringify({ level: 30, name: 'worker', msg: 'ready' })}\n`);

let closing = false;
const stop = async () => {
  if (closing) return;
  closing = true;
  setTimeout(() => process.exit(1), 8000).unref();
  await sweeper.stop();
  await relay.stop();
  await app.close();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
// Whoever started this process by IPC and died takes it along.
process.on('disconnect', () => void stop());
