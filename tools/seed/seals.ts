import { createHash, randomBytes } from 'node:crypto';
import { gramsOf, type Gram } from '@heling/people/domain/grams';
import { credentialMac } from '@heling/oversight/server/credential';
import type { Vault } from '@heling/platform/server/vault';
import type { Value } from './tables';

/**
 * The credential of a made-up institution's device: each has its own, which follows from the session key, so that the
 * simulator can play the device without anything being written down.
 */
export const seededCredential = (vault: Vault, institution: number, code: string): string =>
  vault.mac('session', `seeded-device:${institution}/${code}`).toString('base64url');

/** How personal data are put into rows. */
export interface Seals {
  salt(personId: number): Uint8Array;
  /** Sealed under the person's own key. */
  person(id: number, salt: Uint8Array, value: unknown): Value;
  /** Sealed under the data key. */
  data(value: unknown): Value;
  index(kind: 'id' | 'phone' | 'account', value: string): Value;
  /** A device's credential as it is kept. */
  device(institution: number, code: string): Value;
  tokens(name: string, address: string): Iterable<Value>;
}

/** As the platform keeps them: with random nonces and salts. */
export function vaultSeals(vault: Vault): Seals {
  return {
    salt: () => randomBytes(16),
    person: (id, salt, value) => vault.sealPerson(id, salt as Buffer, value),
    data: (value) => vault.seal(value),
    index: (kind, value) => vault.blindIndex(kind, value),
    device: (institution, code) => credentialMac(vault, seededCredential(vault, institution, code)),
    tokens: tokensWith(vault),
  };
}

/**
 * The tokens of `tokensOf` (people/server/tokens), remembered without limit: few grams are different ones, and names
 * repeat.
 */
function tokensWith(vault: Vault): Seals['tokens'] {
  const kinds = new Map<Gram['kind'], Map<string, bigint>>();
  const names = new Map<string, bigint[]>();
  const tokenOf = ({ kind, gram }: Gram): bigint => {
    let known = kinds.get(kind);
    if (!known) kinds.set(kind, (known = new Map()));
    let token = known.get(gram);
    if (token === undefined) known.set(gram, (token = vault.token(kind, gram)));
    return token;
  };
  return (name, address) => {
    let own = names.get(name);
    if (!own) names.set(name, (own = gramsOf(name, '').map(tokenOf)));
    return [...own, ...gramsOf('', address).map(tokenOf)];
  };
}

/** Open and without chance, to compare two makings of a city; never loaded. */
export const openSeals: Seals = {
  salt: (personId) => Buffer.from(String(personId)),
  person: (_id, _salt, value) => JSON.stringify(value),
  data: (value) => JSON.stringify(value),
  index: (kind, value) => `${kind}:${value}`,
  device: (institution, code) => `${institution}/${code}`,
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
