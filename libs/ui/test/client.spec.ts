import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { idParam, route } from '@heling/platform/contract/route';
import { at } from '@heling/ui/route-address';
import { ApiProblem, createClient, onSignedOut, pathOf } from '@heling/ui/client';

const placeSpec = route({
  id: 'test.place',
  method: 'POST',
  path: '/orders',
  summary: '',
  access: 'session',
  idempotent: true,
  body: z.object({ dish: z.string() }),
  response: z.object({ id: z.number() }),
});
const lookSpec = route({
  id: 'test.look',
  method: 'GET',
  path: '/orders/:id',
  summary: '',
  access: 'session',
  params: idParam,
  query: z.object({ state: z.array(z.string()).optional(), day: z.string().optional() }),
  response: z.object({ id: z.number() }),
});

const place = at<typeof placeSpec>(placeSpec.id, placeSpec.method, placeSpec.path, 'idempotent');
const look = at<typeof lookSpec>(lookSpec.id, lookSpec.method, lookSpec.path);

interface Seen {
  method: string;
  url: string;
  key: string | undefined;
  body: string;
}
let server: Server;
let seen: Seen[];
let answers: ((reply: ServerResponse, request: IncomingMessage) => void)[];
const client = () =>
  createClient({
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    pauses: [5],
    patience: 300,
  });

const json =
  (status: number, value: unknown) =>
  (reply: ServerResponse): void => {
    reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
const problem = (status: number, code: string) =>
  json(status, { type: 'x', title: 'x', status, code, detail: '今天的名额已满，请改日期。' });
const cut = (_reply: ServerResponse, request: IncomingMessage): void => {
  request.socket.destroy();
};

beforeEach(async () => {
  seen = [];
  answers = [];
  server = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const key = request.headers['idempotency-key'];
      seen.push({
        method: request.method!,
        url: request.url!,
        key: typeof key === 'string' ? key : undefined,
        body,
      });
      (answers.shift() ?? json(200, { id: 7 }))(reply, request);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => new Promise((done) => server.close(done)));

const failure = (promise: Promise<unknown>): Promise<ApiProblem> =>
  promise.then(
    () => {
      throw new Error('it should have failed');
    },
    (error: unknown) => error as ApiProblem,
  );

describe('typed client', () => {
  it('fills path and query', async () => {
    expect(
      await client().call(look, { params: { id: 7 }, query: { state: ['a', 'b'], day: undefined } }),
    ).toEqual({
      id: 7,
    });
    expect(seen).toEqual([{ method: 'GET', url: '/api/orders/7?state=a&state=b', key: undefined, body: '' }]);
    expect(pathOf(look, { params: { id: 'a/b' } })).toBe('/orders/a%2Fb');
  });

  it('repeats a command that got no answer under the same key, and begins anew after an answer', async () => {
    const { call } = client();
    answers = [cut, cut];
    const failed = await failure(call(place, { body: { dish: '面' } }));
    expect(failed.code).toBe('client.offline');
    expect(failed.unanswered).toBe(true);
    await call(place, { body: { dish: '面' } });
    await call(place, { body: { dish: '面' } });
    const [first, second, third, fourth] = seen.map(({ key }) => key);
    expect(seen).toHaveLength(4);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toBe(first);
    expect(third).toBe(first);
    expect(fourth).not.toBe(first);
    expect(seen[0]!.body).toBe('{"dish":"面"}');
  });

  it('gives another command another key', async () => {
    const { call } = client();
    answers = [cut, cut, cut, cut];
    await failure(call(place, { body: { dish: '面' } }));
    await failure(call(place, { body: { dish: '饭' } }));
    expect(new Set(seen.map(({ key }) => key)).size).toBe(2);
  });

  it('turns a problem document into an error with its sentence and does not repeat it', async () => {
    answers = [problem(409, 'orders.full')];
    const failed = await failure(client().call(place, { body: { dish: '面' } }));
    expect(failed).toBeInstanceOf(ApiProblem);
    expect([failed.status, failed.code, failed.message]).toEqual([
      409,
      'orders.full',
      '今天的名额已满，请改日期。',
    ]);
    expect(seen).toHaveLength(1);
  });

  it('says something useful when a proxy answers HTML, or nobody answers', async () => {
    const html = (reply: ServerResponse) => void reply.writeHead(502).end('<h1>Bad gateway</h1>');
    answers = [html, html];
    expect((await failure(client().call(look, { params: { id: 1 }, query: {} }))).code).toBe(
      'client.unavailable',
    );
    answers = [() => undefined, () => undefined];
    const late = await failure(client().call(look, { params: { id: 1 }, query: {} }));
    expect(late.code).toBe('client.timeout');
    server.closeAllConnections();
  });

  it('tells of the end of the session', async () => {
    let told = 0;
    const stop = onSignedOut(() => (told += 1));
    answers = [problem(401, 'access.sign_in')];
    await failure(client().call(look, { params: { id: 1 }, query: {} }));
    stop();
    expect(told).toBe(1);
  });
});
