// Mixed searches of the registry by 16 clients among 241,000 people: part of a name, pinyin, initials, phone, ID number,
// address, filters with paging; against a bare Fastify and pg with hand-written SQL under the same scope.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundleFiles } from '../build/bundle.mjs';
import { root } from '../lib/ensure.mjs';
import { load, send } from './lib/load.mjs';
import { alternate, median, result } from './lib/measure.mjs';
import { cookies, openCity, pss, startProgram } from './lib/stack.mjs';

const CLIENTS = 16;
const SECONDS = 4;
const WARM_UP_SECONDS = 8;
const ACCOUNTS = 32;
const LIMIT = 20;
const PAGES = 40;
const COMPARED = 400;

export async function run() {
  const city = await openCity();
  try {
    return await measure(city);
  } finally {
    await city.owner.query(`DELETE FROM accounts WHERE login ^@ 'bench-'`);
    await city.close();
  }
}

/** Measures on a city: `{env, folder, owner}` as of `openCity`. */
export async function measure(city) {
  const { env, folder, owner } = city;
  const out = path.join(root, 'dist/bench');
  await bundleFiles(
    ['bare-registry.ts', 'wishes.ts'].map((file) => path.join(root, 'tools/bench/lib', file)),
    out,
  );
  const people = spawnSync(process.execPath, [path.join(out, 'wishes.mjs')], { env, maxBuffer: 1 << 26 });
  const persons = (await owner.query('SELECT count(*)::int AS n FROM persons')).rows[0].n;
  const keys = await cookies(city, 'dispatcher', ['4106'], ACCOUNTS);
  const api = await startProgram(path.join(folder, 'api/main.mjs'), env, '"listening"');
  const bare = await startProgram(path.join(out, 'bare-registry.mjs'), env, '"listening"');
  try {
    const ask = (body) => send(undefined, `${bare.url}/search`, { body });
    const searches = await searchesOf(JSON.parse(people.stdout.toString('utf8')), ask);
    let at = 0;
    const next = () => searches[(at += 1) % searches.length];
    const target = { api: `${api.url}/api/persons/search`, bare: `${bare.url}/search` };
    const ours = (body) => ({ url: target.api, headers: { cookie: keys[at % keys.length].cookie }, body });
    const theirs = (body) => ({ url: target.bare, body });
    await compare(searches, ours, theirs);
    // Both programs are measured as they run, not as they start: their code is compiled by then.
    for (const call of [ours, theirs])
      await load({ clients: CLIENTS, seconds: WARM_UP_SECONDS, next: () => call(next()) });
    const [rounds, bares] = await alternate(
      () => load({ clients: CLIENTS, seconds: SECONDS, next: () => ours(next()) }),
      () => load({ clients: CLIENTS, seconds: SECONDS, next: () => theirs(next()) }),
    );
    const of = (taken, figure) => median(taken.map((each) => each[figure]));
    const refused = rounds.reduce(
      (sum, { statuses }) =>
        sum + Object.entries(statuses).reduce((n, [status, count]) => n + (status === '200' ? 0 : count), 0),
      0,
    );
    return [
      result('persons', persons, 'persons'),
      result('searches', of(rounds, 'perSecond'), '1/s', { baseline: of(bares, 'perSecond'), atLeast: 0.6 }),
      result('p50', of(rounds, 'p50'), 'ms', { baseline: of(bares, 'p50') }),
      result('p99', of(rounds, 'p99'), 'ms', { baseline: of(bares, 'p99'), atMost: 1.6 }),
      result('answers other than 200', refused, 'answers', { atMost: 0 }),
      result('memory of the api', pss(api.child.pid), 'MB PSS', { atMost: 350 }),
    ];
  } finally {
    await Promise.all([api.stop(), bare.stop()]);
  }
}

/** The mix, shuffled the same way each time. */
async function searchesOf(people, ask) {
  const kinds = [
    [20, (p) => ({ q: p.part })],
    [10, (p) => ({ q: p.name })],
    [10, (p) => ({ q: p.pinyin.slice(0, 4 + (p.pinyin.length % 5)) })],
    [20, (p) => ({ q: p.initials })],
    [15, (p) => ({ q: p.phone })],
    [10, (p) => ({ q: p.idNumber })],
    [5, (p) => ({ q: p.address.slice(0, 8) })],
  ];
  const mix = kinds.flatMap(([share, make]) => Array.from({ length: share }, () => make));
  const fit = (body) => body.q.length >= 2;
  const typed = people.map((person, i) => mix[(i * 37) % mix.length](person)).filter(fit);
  const pages = [];
  for (const filter of [
    { living: 'alone', ageFrom: 80 },
    { needLevel: 'severe' },
    { division: '410602' },
    { division: '410621', living: 'emptyNest' },
    { ageFrom: 90 },
  ]) {
    for (let i = 0, cursor; i < PAGES; i += 1) {
      const body = { ...filter, ...(cursor && { cursor }), limit: LIMIT };
      pages.push(body);
      cursor = JSON.parse((await ask(body)).text).next;
      if (!cursor) break;
    }
  }
  return typed.flatMap((body, i) => [
    { ...body, limit: LIMIT },
    ...(i % 9 === 0 ? [pages[(i / 9) % pages.length]] : []),
  ]);
}

/** Both give the same JSON, or there is nothing to measure. */
async function compare(searches, ours, theirs) {
  for (const body of searches.slice(0, COMPARED)) {
    const answers = [];
    for (const { url, ...options } of [ours(body), theirs(body)]) {
      const { items, next } = JSON.parse((await send(undefined, url, options)).text);
      answers.push(JSON.stringify({ items, next }));
    }
    if (answers[0] !== answers[1])
      throw new Error(`the answers to ${Object.keys(body)} differ: ${answers.join(' ≠ ').slice(0, 800)}`);
  }
}
