import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { CallInput, RouteSpec } from '../contract/route';
import type { Problem as ProblemDocument } from '../contract/problem';
import type { SignedIn } from './accounts';

/** An answer as it came over HTTP. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or text when it is not JSON. */
  body: unknown;
  text: string;
}

/** A refusal of the api, with its problem document. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: ProblemDocument,
  ) {
    super(`${status} ${problem.code}: ${problem.detail}`);
  }
}

interface Loose {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Calls the api over HTTP as one account, or as nobody. */
export class TestClient {
  constructor(
    private readonly base: () => string,
    private readonly account?: SignedIn,
  ) {}

  get accountId(): number {
    return this.account!.accountId;
  }

  /** The Cookie header of this account. */
  get cookie(): string {
    return this.account ? `heling_session=${this.account.token}` : '';
  }

  /** Calls an endpoint; throws `Refused` for any answer but 200. `key`: the idempotency key. */
  async call<S extends RouteSpec>(
    spec: S,
    input: CallInput<S>,
    key?: string,
  ): Promise<z.output<S['response']>> {
    const answer = await this.send(spec, input, key);
    if (answer.status !== 200) throw new Refused(answer.status, answer.body as ProblemDocument);
    return answer.body as z.output<S['response']>;
  }

  /** The status and problem code of a call that should be refused; `[200, '']` when it is not. */
  async refusal<S extends RouteSpec>(spec: S, input: CallInput<S>, key?: string): Promise<[number, string]> {
    const answer = await this.send(spec, input, key);
    return answer.status === 200 ? [200, ''] : [answer.status, (answer.body as ProblemDocument).code];
  }

  /** Calls an endpoint with input that need not fit the contract. */
  send(spec: RouteSpec, input: unknown, key: string = randomUUID()): Promise<RawAnswer> {
    const { params = {}, query = {}, body } = input as Loose;
    const at = spec.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) search.set(name, String(value));
    }
    const init: RequestInit = { method: spec.method, headers: { 'idempotency-key': key } };
    if (body instanceof FormData) init.body = body;
    else if (spec.method !== 'GET') {
      init.body = JSON.stringify(body ?? {});
      init.headers = { ...init.headers, 'content-type': 'application/json' };
    }
    return this.raw(`/api${at}${search.size > 0 ? `?${search}` : ''}`, init);
  }

  /** Any request, with this account's cookie. */
  async raw(path: string, init: RequestInit = {}): Promise<RawAnswer> {
    const headers = new Headers(init.headers);
    if (this.account) headers.set('cookie', this.cookie);
    const response = await fetch(`${this.base()}${path}`, { ...init, headers, redirect: 'manual' });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
      text,
    };
  }
}
