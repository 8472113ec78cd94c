import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';

const CHANNEL = 'heling:identity';

/**
 * Tells every process, over Redis, that an account's sessions, roles, scope or consents have changed. If it is not
 * heard, the caches run out by themselves after two seconds.
 */
@Injectable()
export class IdentityNews implements OnModuleDestroy {
  private listener?: Redis;

  constructor(@Inject(Redis) private readonly redis: Redis) {}

  tell(accountId: number): void {
    void this.redis.publish(CHANNEL, String(accountId)).catch(() => undefined);
  }

  onNews(hear: (accountId: number) => void): void {
    this.listener = this.redis.duplicate();
    this.listener.on('error', () => undefined);
    this.listener.on('message', (_channel, text) => {
      const accountId = Number(text);
      if (Number.isSafeInteger(accountId)) hear(accountId);
    });
    void this.listener.subscribe(CHANNEL).catch(() => undefined);
  }

  onModuleDestroy(): void {
    this.listener?.disconnect();
  }
}
