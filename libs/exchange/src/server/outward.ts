import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP } from 'node:net';

const TIMEOUT_MS = 5000;

/** Addresses inside our own networks, which a webhook must never reach. */
const inner = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inner.addSubnet(net, bits, 'ipv6');
}

/** Is it an address inside our own networks (also an IPv4 address written as IPv6)? */
export function isInner(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  return inner.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Demonstrations and tests post to this machine. */
export function localAllowed(): boolean {
  return process.env.HELING_WEBHOOK_LOCAL === '1';
}

/** May events be posted there, as far as the address itself says? What a name resolves to is looked at when posting. */
export function isOutward(address: string): boolean {
  const url = new URL(address);
  if (url.username || url.password) return false;
  if (localAllowed()) return true;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' || host === 'localhost' || host.endsWith('.localhost')) return false;
  return isIP(host) === 0 || !isInner(host);
}

/**
 * Posts a body, following no redirect; answers the HTTP status.
 * @throws when there is no answer within 5 seconds, or the name resolves to an inner address.
 */
export function post(address: string, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    if (!isOutward(address)) {
      reject(new Error('not an outward address'));
      return;
    }
    const url = new URL(address);
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = send(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        // The very address that is connected to is checked, so a name cannot change in between.
        lookup: outwardLookup,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (answer) => {
        answer.destroy();
        resolve(answer.statusCode ?? 0);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

type LookUp = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

function outwardLookup(host: string, options: LookupOptions, done: LookUp): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    const usable = localAllowed() ? addresses : addresses.filter(({ address }) => !isInner(address));
    const first = usable[0];
    if (!first) return done(new Error('resolves to an inner address'), []);
    return options.all ? done(null, usable) : done(null, first.address, first.family);
  });
}
