// A load of HTTP requests from this process over kept connections.
import http from 'node:http';
import { percentile } from './measure.mjs';

/** Sends one request; answers `{status, text}`. */
export function send(agent, url, { method = 'POST', headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const request = http.request(
      url,
      {
        agent,
        method,
        headers: payload
          ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload), ...headers }
          : headers,
      },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
}

/**
 * `clients` clients send what `next(client, i)` answers (`{url, headers, body}`), each its next request when the last was
 * answered, for `seconds`. Answers `{perSecond, p50, p99, statuses}`; milliseconds; throughput counts the answers that
 * `counts` accepts.
 */
export async function load({ clients, seconds, next, counts = (answer) => answer.status === 200 }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const times = [];
  const statuses = {};
  let counted = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let i = 0; performance.now() < until; i += 1) {
        const { url, ...options } = next(client, i);
        const start = performance.now();
        const answer = await send(agent, url, options);
        times.push(performance.now() - start);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        if (counts(answer)) counted += 1;
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  agent.destroy();
  return {
    perSecond: Math.round((counted / took) * 10) / 10,
    p50: Math.round(percentile(times, 0.5) * 100) / 100,
    p99: Math.round(percentile(times, 0.99) * 100) / 100,
    statuses,
  };
}
