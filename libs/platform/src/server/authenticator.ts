import type { RequestContext } from './context';

/** Who a request comes from; `tokenRoutes` limits an API token to these route ids. */
export type Identity = Omit<RequestContext, 'requestId' | 'idempotency'> & { tokenRoutes?: string[] };

/** Given by the access context; the guard asks it for every request. */
export abstract class Authenticator {
  /** The identity of a session cookie or bearer token; null when there is none or it is over. */
  abstract authenticate(
    headers: { cookie?: string; authorization?: string },
    address: string,
    device: string,
  ): Promise<Identity | null>;
}
