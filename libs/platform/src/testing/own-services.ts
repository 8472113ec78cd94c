import { fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { given } from './database';

/** A PostgreSQL and a Redis for one test alone, which it may stop, start and empty. */
export interface OwnServices {
  ownerUrl: string;
  appUrl: string;
  redisUrl: string;
  /** Stops PostgreSQL (and Redis) in the midst of whatever goes on, and starts both again on their ports. */
  restart(): Promise<void>;
  emptyRedis(): Promise<void>;
  close(): Promise<void>;
}

/** Starts them with a migrated database; takes some seconds. */
export async function startOwnServices(): Promise<OwnServices> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'heling-own-'));
  // As root, PostgreSQL runs as another user, who must pass.
  chmodSync(folder, 0o755);
  const child = fork('tools/test/own-services.mjs', [folder, given('HELING_TEST_BUILD')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  type Message = { ready?: Pick<OwnServices, 'ownerUrl' | 'appUrl' | 'redisUrl'>; done?: string };
  const next = () =>
    new Promise<Message>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Message));
      child.once('exit', (code) => reject(new Error(`the services ended with ${code}`)));
    });
  const { ready } = await next();
  const ask = async (command: string) => {
    const answer = next();
    child.send(command);
    await answer;
  };
  return {
    ...ready!,
    restart: () => ask('restart-postgres'),
    emptyRedis: () => ask('empty-redis'),
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
