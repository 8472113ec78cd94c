import { Inject, Injectable } from '@nestjs/common';
import type { AccountIdentity } from './identity';
import { IdentityNews } from './identity-news';

const KEEP_MS = 2000;
const MOST = 20_000;

/**
 * Identities looked up in the last two seconds by this process. What ends a session or changes an account is felt
 * here at once, in other processes when they hear of it, and after two seconds at most.
 */
@Injectable()
export class IdentityCache {
  private readonly entries = new Map<string, { until: number; identity: AccountIdentity }>();
  private readonly listeners: ((accountId: number) => void)[] = [];
  private generation = 0;

  constructor(@Inject(IdentityNews) private readonly news: IdentityNews) {
    news.onNews((accountId) => this.drop(accountId));
  }

  get(key: string, now: Date): AccountIdentity | undefined {
    const entry = this.entries.get(key);
    return entry && entry.until > now.getTime() ? entry.identity : undefined;
  }

  /** A mark to take before looking up: what was forgotten meanwhile must not be put back. */
  mark(): number {
    return this.generation;
  }

  put(key: string, identity: AccountIdentity, now: Date, mark: number): void {
    if (mark !== this.generation) return;
    if (this.entries.size >= MOST) this.entries.clear();
    this.entries.set(key, { until: now.getTime() + KEEP_MS, identity });
  }

  /** After the commit of a change of an account: its roles, scope, sessions, tokens or consents. */
  forget(accountId: number): void {
    this.drop(accountId);
    this.news.tell(accountId);
  }

  /** Calls `listener` after each change that this process makes or hears of. */
  onForget(listener: (accountId: number) => void): void {
    this.listeners.push(listener);
  }

  private drop(accountId: number): void {
    this.generation += 1;
    for (const [key, entry] of this.entries) {
      if (entry.identity.accountId === accountId) this.entries.delete(key);
    }
    for (const listener of this.listeners) listener(accountId);
  }
}
