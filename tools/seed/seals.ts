import { createHash, randomBytes } from 'node:crypto';
import { gramsOf } from '@heling/people/domain/grams';
import { tokensOf } from '@heling/people/server/tokens';
import type { Vault } from '@heling/platform/server/vault';
import type { Value } from './tables';

/** How personal data are put into rows. */
export interface Seals {
  salt(personId: number): Uint8Array;
  /** Sealed under the person's own key. */
  person(id: number, salt: Uint8Array, value: unknown): Value;
  /** Sealed under the data key. */
  data(value: unknown): Value;
  index(kind: 'id' | 'phone', value: string): Value;
  tokens(name: string, address: string): Iterable<Value>;
}

/** As the platform keeps them: with random nonces and salts. */
export function vaultSeals(vault: Vault): Seals {
  return {
    salt: () => randomBytes(16),
    person: (id, salt, value) => vault.sealPerson(id, salt as Buffer, value),
    data: (value) => vault.seal(value),
    index: (kind, value) => vault.blindIndex(kind, value),
    tokens: (name, address) => tokensOf(vault, { name, address }),
  };
}

/** Open and without chance, to compare two makings of a city; never loaded. */
export const openSeals: Seals = {
  salt: (personId) => Buffer.from(String(personId)),
  person: (_id, _salt, value) => JSON.stringify(value),
  data: (value) => JSON.stringify(value),
  index: (kind, value) => `${kind}:${value}`,
  tokens: (name, address) => gramsOf(name, address).map(({ kind, gram }) => `${kind}:${gram}`),
};

/** Running digest of rows. */
export function rowDigest(): { add(table: string, values: readonly Value[]): void; hex(): string } {
  const hash = createHash('sha256');
  const text = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  return {
    add: (table, values) => void hash.update(`${table}\t${JSON.stringify(values, text)}\n`),
    hex: () => hash.digest('hex'),
  };
}
