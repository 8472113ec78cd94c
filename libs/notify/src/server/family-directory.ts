import type { Tx } from '@heling/platform/server/database';

/** Somebody who is told of what happens to a senior. */
export interface Follower {
  accountId: number;
  phone: string;
  /** The senior themselves. */
  self: boolean;
  /** The senior's masked name, e.g. 王**. */
  person: string;
}

/** Who follows a senior; given by the context that keeps consents. */
export abstract class FamilyDirectory {
  /** The senior's own account, and those whose live consent covers following; nobody once the senior has died. */
  abstract followersOf(tx: Tx, personId: number): Promise<Follower[]>;
}
