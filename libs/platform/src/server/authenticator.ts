import type { RequestContext } from './context';

/** Who a request comes from; `tokenRoutes` limits an API token to these route ids. */
export type Identity = Omit<RequestContext, 'requestId' | 'idempotency'> & { tokenRoutes?: string[] };

/** Given by the access context; the guard asks it for every request. */
export abstract class Authenticator {
  private readonly listeners: ((accountId: number) => void)[] = [];

  /** Calls `listener` whenever an account's sessions, roles, scope or consents have changed, as soon as it is known here. */
  onChange(listener: (accountId: number) => void): void {
    this.listeners.push(listener);
  }

  protected changed(accountId: number): void {
    for (const listener of this.listeners) listener(accountId);
  }

  /** The identity of a session cookie or bearer token; null when there is none or it is over. */
  abstract authenticate(
    headers: { cookie?: string; authorization?: string },
    address: string,
    device: string,
  ): Promise<Identity | null>;
}
