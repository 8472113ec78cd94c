import type { Role } from '../contract/roles';

/** Where the caller stands: division prefixes, organisations, persons, carers. Nothing listed, nothing seen. */
export interface Scope {
  d: string[];
  o: number[];
  p: number[];
  c: number[];
}

/**
 * The scope as the setting `heling.scope` holds it: four array literals, divisions|organisations|persons|carers. The
 * policies of every table read it in every statement, so it is made to be cast, not parsed.
 */
export function scopeSetting(scope: Partial<Scope>): string {
  const lists: (readonly (string | number)[])[] = [
    scope.d ?? [],
    scope.o ?? [],
    scope.p ?? [],
    scope.c ?? [],
  ];
  if (!lists.flat().every((each) => /^\d+$/.test(String(each))))
    throw new Error('a scope consists of numbers');
  return lists.map((list) => `{${list.join(',')}}`).join('|');
}

/** Who calls, from where, and within which scope; made by the guard, passed to every service. */
export interface RequestContext {
  accountId: number | null;
  sessionId: number | null;
  roles: Role[];
  scope: Scope;
  /** Home division of the account. */
  division: string | null;
  org: number | null;
  carerId: number | null;
  requestId: string;
  address: string;
  device: string;
  /** Set by the guard for a command that carries an idempotency key. */
  idempotency?: { key: string; route: string; bodyHash: Buffer };
}

export const CITY = '4106';

/** The context of a job that no account caused; its scope is the city unless its cause's scope is given. */
export function systemContext(scope: Partial<Scope> = { d: [CITY] }): RequestContext {
  return {
    accountId: null,
    sessionId: null,
    roles: [],
    scope: { d: [], o: [], p: [], c: [], ...scope },
    division: CITY,
    org: null,
    carerId: null,
    requestId: 'system',
    address: '',
    device: 'worker',
  };
}
