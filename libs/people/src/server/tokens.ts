import type { Vault } from '@heling/platform/server/vault';
import { gramsOf, type Gram } from '../domain/grams';

/** A city has few different grams, so that most tokens need no hashing; bounded, oldest out first. */
const KEPT = 200_000;
const known = new WeakMap<Vault, Map<string, bigint>>();

/** The token of one gram, remembered. */
export function tokenOf(vault: Vault, { kind, gram }: Gram): bigint {
  let tokens = known.get(vault);
  if (!tokens) known.set(vault, (tokens = new Map()));
  const key = `${kind}\0${gram}`;
  let token = tokens.get(key);
  if (token === undefined) {
    token = vault.token(kind, gram);
    if (tokens.size >= KEPT) tokens.delete(tokens.keys().next().value ?? '');
    tokens.set(key, token);
  }
  return token;
}

/** The search tokens of a person, for table `person_tokens`: the one source for the registry and for the made city. */
export function tokensOf(vault: Vault, person: { name: string; address: string }): bigint[] {
  return [...new Set(gramsOf(person.name, person.address).map((gram) => tokenOf(vault, gram)))];
}
