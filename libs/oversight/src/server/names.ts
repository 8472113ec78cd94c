import { Inject, Injectable } from '@nestjs/common';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';

/** Names of the staff who are called or act; whoever sees an alarm may know who has it in hand. */
@Injectable()
export class StaffNames {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** By account id; an account that is no more has no entry. */
  async of(ids: readonly (number | null)[]): Promise<Map<number, string>> {
    const wanted = [...new Set(ids.filter((id) => id !== null))];
    if (wanted.length === 0) return new Map();
    const rows = await this.db.run(systemContext(), (tx) =>
      tx.sql<{ id: number; pii: Buffer }>('SELECT id, pii FROM accounts WHERE id = ANY ($1::bigint[])', [
        wanted,
      ]),
    );
    return new Map(rows.map(({ id, pii }) => [id, this.vault.open<{ name: string }>(pii).name]));
  }
}
