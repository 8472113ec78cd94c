import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { Clock } from './clock';
import { connectionOptions, Database } from './database';
import { LOGGER, makeLogger } from './logger';
import { RateLimiter } from './rate-limiter';
import { Vault } from './vault';

/** An entity class of TypeORM. */
export type EntityClass = new () => object;

/** What every context stands on: database, Redis, clock, vault, logs. */
@Global()
@Module({})
export class PlatformModule {
  /** `entities`: those of every context; `poolSize`: connections of this process. */
  static forApp(name: string, entities: EntityClass[], poolSize: number): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        Clock,
        Database,
        RateLimiter,
        { provide: Vault, useFactory: () => new Vault() },
        { provide: LOGGER, useFactory: () => makeLogger(name) },
        {
          provide: DataSource,
          useFactory: () =>
            new DataSource({
              type: 'postgres',
              url: need('DATABASE_URL'),
              entities,
              poolSize,
              applicationName: `heling-${name}`,
              connectTimeoutMS: 5000,
              extra: connectionOptions,
            }).initialize(),
        },
        {
          provide: Redis,
          useFactory: () => {
            const redis = new Redis(need('REDIS_URL'), { maxRetriesPerRequest: null });
            // Redis may go and come; ioredis reconnects by itself.
            redis.on('error', () => undefined);
            return redis;
          },
        },
      ],
      exports: [Clock, Database, RateLimiter, Vault, LOGGER, DataSource, Redis],
    };
  }
}

function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
