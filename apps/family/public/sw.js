// Service worker of the family app: the pages and their scripts open without a network, so that a carer can do a whole
// visit offline. Scripts and fonts never change under their name: from the cache first. Pages: from the network, from
// the cache when it does not answer. The api is never answered from here.
const CACHE = 'heling-family-1';
const SHELL = [
  '/family/',
  '/family/orders/',
  '/family/order/',
  '/family/me/',
  '/family/carer/',
  '/family/carer/visit/',
  '/family/carer/round/',
  '/family/carer/unsent/',
];
const PATIENCE_MS = 2500;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A page tells when it is opened: a newer version of the shell is then fetched (unchanged files cost a 304).
self.addEventListener('message', (event) => {
  if (event.data === 'keep') event.waitUntil(keepShell().catch(() => undefined));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/family/_next/static/') || url.pathname.startsWith('/fonts/')) {
    event.respondWith(fromCache(request));
  } else if (url.pathname.startsWith('/family/')) {
    event.respondWith(fromNetwork(request, url.pathname));
  }
});

async function fromCache(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/** Pages are kept under their path: what stands behind the question mark is read by the page itself. */
async function fromNetwork(request, path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  try {
    const response = await answered(request, kept ? PATIENCE_MS : 60_000);
    if (response.ok && !response.redirected) await cache.put(path, response.clone());
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function answered(request, patience) {
  const stopper = new AbortController();
  const timer = setTimeout(() => stopper.abort(), patience);
  try {
    return await fetch(request, { signal: stopper.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Fetches the pages of the shell with everything that they name, and forgets scripts that no page names any more. */
async function keepShell() {
  const cache = await caches.open(CACHE);
  const named = new Set(SHELL);
  const pages = await Promise.all(
    SHELL.map(async (path) => {
      const response = await fetch(path, { cache: 'no-cache' });
      if (!response.ok) throw new Error(path);
      return { path, response, html: await response.clone().text() };
    }),
  );
  for (const { html } of pages) {
    for (const [, found] of html.matchAll(
      /(?:src|href)="(\/(?:family|fonts)\/[^"]+\.(?:js|css|woff2|svg|png|webmanifest))"/g,
    )) {
      named.add(found);
    }
  }
  // Scripts name the ones that they fetch later; a set grows while it is walked.
  for (const path of named) {
    if (SHELL.includes(path)) continue;
    if (!(await cache.match(path))) await cache.add(path);
    if (!path.endsWith('.js')) continue;
    const script = await (await cache.match(path)).text();
    for (const [, later] of script.matchAll(/["'](static\/chunks\/[\w.~-]+\.js)["']/g)) {
      named.add(`/family/_next/${later}`);
    }
  }
  for (const { path, response } of pages) await cache.put(path, response);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/family/_next/static/') && !named.has(pathname)) await cache.delete(request);
  }
}
