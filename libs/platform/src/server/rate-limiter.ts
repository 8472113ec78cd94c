import { Inject, Injectable } from '@nestjs/common';
import { Clock } from './clock';
import { refuse } from './problem';

/** Calls a minute by key, in this process: it protects the process, lock-out (in PostgreSQL) protects accounts. */
@Injectable()
export class RateLimiter {
  private window = 0;
  private counts = new Map<string, number>();

  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** Throws 429 `platform.too_many` beyond the limit. */
  take(key: string, perMinute: number): void {
    const window = Math.floor(this.clock.now().getTime() / 60_000);
    if (window !== this.window) {
      this.window = window;
      this.counts = new Map();
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    if (count > perMinute) throw refuse(429, 'platform.too_many', '操作太频繁，请一分钟后再试。');
  }
}
