import type { Problem } from '@heling/platform/contract/problem';
import type { CallInput, Output, RouteSpec } from '@heling/platform/contract/route';
import type { RouteAddress } from './route-address';

/** A refusal of the api, or a failure to reach it; `message` is a Chinese sentence for the user. */
export class ApiProblem extends Error {
  /** Stable code, e.g. `orders.cut_off`; the client's own begin with `client.`. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
  }

  /** Nothing is known of the outcome: the same command may be sent again under the same key. */
  get unanswered(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** Any error as a problem, so that a page can always show a sentence. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return own('client.failed', 0, '页面出错了，已填写的内容仍保留。请刷新页面后重试。');
}

export interface ClientOptions {
  /** Where the api is; `/api` of the page's own origin by default. */
  base?: string;
  /** Waits between attempts of what may be repeated, ms. */
  pauses?: readonly number[];
  /** Longest wait for an answer, ms. */
  patience?: number;
}
export interface CallOptions {
  signal?: AbortSignal;
}
/** A file to upload with its text fields. */
export interface UploadInput {
  params?: Record<string, string | number>;
  file: Blob;
  fileName: string;
  fields?: Record<string, string>;
}

interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

const listeners = new Set<() => void>();
/** Hears of every answer 401 (not signed in, or no longer); returns how to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * A client for the endpoints of the contracts. Commands that need an idempotency key get one; as long as no answer
 * has come, the same command keeps its key, so that pressing the button again never does it twice.
 */
export function createClient({ base = '/api', pauses = [400, 1500], patience = 20_000 }: ClientOptions = {}) {
  const keys = new Map<string, string>();

  async function send(spec: RouteAddress, parts: Parts, form: FormData | null, signal?: AbortSignal) {
    const command = spec.idempotent ? `${spec.id} ${JSON.stringify(parts)}` : '';
    if (command && !keys.has(command)) keys.set(command, newKey());
    const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
    const key = keys.get(command);
    if (key) headers['idempotency-key'] = key;
    const init: RequestInit = { method: spec.method, headers, credentials: 'same-origin' };
    if (form) init.body = form;
    else if (spec.method !== 'GET' && spec.method !== 'DELETE') {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(parts.body ?? {});
    }
    const url = `${base}${pathOf(spec, parts)}`;
    const repeatable = spec.method === 'GET' || (spec.idempotent && !form);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await answered(url, init, form ? patience * 6 : patience, signal);
        keys.delete(command);
        return response;
      } catch (error) {
        const problem = problemOf(error);
        if (!problem.unanswered) keys.delete(command);
        if (problem.status === 401 && !spec.open) for (const listener of listeners) listener();
        const pause = pauses[attempt];
        if (!repeatable || !problem.unanswered || pause === undefined || signal?.aborted) throw error;
        await new Promise((done) => setTimeout(done, pause));
      }
    }
  }

  return {
    /** Calls an endpoint; throws `ApiProblem`. */
    async call<S extends RouteSpec>(
      spec: RouteAddress<S>,
      input: CallInput<S>,
      { signal }: CallOptions = {},
    ): Promise<Output<S>> {
      const response = await send(spec, input as Parts, null, signal);
      return (await response.json()) as Output<S>;
    },
    /** Uploads one file to an endpoint that takes one. */
    async upload<S extends RouteSpec>(
      spec: RouteAddress<S>,
      { params, file, fileName, fields = {} }: UploadInput,
    ): Promise<Output<S>> {
      const form = new FormData();
      // Fields first: the server reads the stream in order.
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', file, fileName);
      const response = await send(spec, { params, body: [fileName, file.size, fields] }, form);
      return (await response.json()) as Output<S>;
    },
    /** Fetches the file of a download endpoint. */
    async download<S extends RouteSpec>(
      spec: RouteAddress<S>,
      input: CallInput<S>,
    ): Promise<{ content: Blob; fileName: string }> {
      const response = await send(spec, input as Parts, null);
      const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
      return { content: await response.blob(), fileName: name ? decodeURIComponent(name) : '下载' };
    },
  };
}

/** The path of an endpoint with its parameters and query filled in. */
export function pathOf(spec: Pick<RouteAddress, 'path'>, { params = {}, query = {} }: Parts): string {
  const path = spec.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') search.append(name, String(each));
    }
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

async function answered(
  url: string,
  init: RequestInit,
  patience: number,
  signal?: AbortSignal,
): Promise<Response> {
  // One controller for both reasons to stop: AbortSignal.any is missing in the browsers of older phones.
  const stopper = new AbortController();
  const stop = () => stopper.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, patience);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: stopper.signal });
  } catch {
    if (late) throw own('client.timeout', 0, '等了很久没有回音，已填写的内容仍保留。请重试，不会重复提交。');
    if (signal?.aborted) throw own('client.aborted', 0, '已取消。');
    throw own('client.offline', 0, '网络不通，没有连上服务器，已填写的内容仍保留。请检查网络后重试。');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
  if (response.ok) return response;
  const answer: unknown = await response.json().catch(() => null);
  if (isProblem(answer)) throw new ApiProblem(answer);
  throw own('client.unavailable', response.status, '系统暂时不能用，已填写的内容仍保留。请稍后重试。');
}

function isProblem(value: unknown): value is Problem {
  const { code, detail, status } = (value ?? {}) as Record<string, unknown>;
  return typeof code === 'string' && typeof detail === 'string' && typeof status === 'number';
}

/** A random UUID; `crypto.randomUUID` exists on secure origins only, and a ward's tablet may come by plain HTTP. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function own(code: string, status: number, detail: string): ApiProblem {
  return new ApiProblem({ type: `urn:heling:problem:${code}`, title: detail, status, code, detail });
}

/** The client of the page's own origin. */
export const { call, upload, download } = createClient();
