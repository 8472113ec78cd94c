import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import multipart from '@fastify/multipart';
import staticFiles from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { systemContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { allSpecs } from '@heling/platform/server/handle';
import { LiveGateway } from '@heling/platform/server/live-gateway';
import { LOGGER, makeLogger, nestLogger } from '@heling/platform/server/logger';
import { openApiOf, openApiPage } from '@heling/platform/server/openapi';
import { onEvents } from '@heling/platform/server/outbox';
import { ProblemFilter, toProblem } from '@heling/platform/server/problem-filter';
import { nudgeOver } from '@heling/platform/server/relay';
import { AppModule } from './app.module';

const BODY_LIMIT = 1 << 20;
const WEB = ['console', 'monitor', 'family'];
const OWN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** The api, ready to listen; `close()` ends it. */
export async function createApp(): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    trustProxy: process.env.HELING_TRUST_PROXY === '1',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, {
    logger: nestLogger(makeLogger('api')),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(app.get(ProblemFilter));
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.removeContentTypeParser('text/plain');
  await fastify.register(multipart);
  watch(app, fastify);
  health(app, fastify);
  await serveWeb(fastify);
  const { redis, live } = { redis: app.get(Redis), live: app.get(LiveGateway) };
  onEvents(nudgeOver(redis));
  await app.init();
  fastify.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  live.attach(app.getHttpServer());
  return app;
}

function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, detail, extra } = toProblem(error);
  void reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: `urn:heling:problem:${code}`,
        title: detail,
        status,
        code,
        detail,
        requestId: request.id,
        ...extra,
      }),
    );
}

/** Security headers, one log line a request (route, never the URL with its values), durations for Prometheus. */
function watch(app: NestFastifyApplication, fastify: FastifyInstance): void {
  const logger = app.get<ReturnType<typeof makeLogger>>(LOGGER);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'heling_http_seconds',
    help: 'Duration of requests',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const db = app.get(Database);
  new Gauge({
    name: 'heling_outbox_waiting',
    help: 'Events committed and not yet published',
    registers: [registry],
    async collect() {
      const row = await db.run(systemContext(), (tx) =>
        tx.one<{ waiting: number }>('SELECT count(*) AS waiting FROM outbox WHERE position IS NULL'),
      );
      this.set(row?.waiting ?? 0);
    },
  });
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
    });
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    if (process.env.HELING_ORIGIN?.startsWith('https:')) {
      void reply.header('strict-transport-security', 'max-age=31536000');
    }
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const took = reply.elapsedTime / 1000;
    seconds.observe({ route, method, status: String(reply.statusCode) }, took);
    if (route.startsWith('/api')) {
      logger.debug({
        requestId: request.id,
        method,
        route,
        status: reply.statusCode,
        ms: Math.round(took * 1000),
      });
    }
  });
  fastify.get('/metrics', async (_request, reply) => {
    void reply.header('content-type', registry.contentType);
    return registry.metrics();
  });
}

/** Liveness, readiness (PostgreSQL and Redis answer), and the documents of the interface. */
function health(app: NestFastifyApplication, fastify: FastifyInstance): void {
  const db = app.get(Database);
  const redis = app.get(Redis);
  fastify.get('/health/live', async () => ({ status: 'ok' }));
  fastify.get('/health/ready', async (_request, reply) => {
    const [postgres, cache] = await Promise.all([
      db
        .run(systemContext(), (tx) => tx.one('SELECT 1'))
        .then(
          () => 'ok',
          () => 'down',
        ),
      Promise.race([
        redis.ping().then(() => 'ok'),
        new Promise<string>((done) => setTimeout(() => done('down'), 1000).unref()),
      ]).catch(() => 'down'),
    ]);
    const ready = postgres === 'ok' && cache === 'ok';
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable', postgres, redis: cache };
  });
  fastify.get('/openapi.json', async () => openApiOf(allSpecs()));
  fastify.get('/openapi', async (_request, reply) => {
    void reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': OWN_POLICY });
    return openApiPage(openApiOf(allSpecs()));
  });
  fastify.get('/', async (_request, reply) => reply.redirect('/console/'));
}

/** The exported web apps, with the policy of script hashes that their build wrote, and the fonts. */
async function serveWeb(fastify: FastifyInstance): Promise<void> {
  const base = process.env.HELING_WEB_DIR ?? 'apps';
  for (const name of WEB) {
    const folder = path.resolve(base, name, 'out');
    if (!existsSync(path.join(folder, 'csp.json'))) continue;
    const policies = JSON.parse(readFileSync(path.join(folder, 'csp.json'), 'utf8')) as Record<
      string,
      string
    >;
    const web = async (scope: FastifyInstance) => {
      await scope.register(staticFiles, {
        root: folder,
        preCompressed: true,
        cacheControl: false,
        setHeaders(reply, file) {
          const page = file
            .slice(folder.length)
            .replace(/\\/g, '/')
            .replace(/\.(gz|br)$/, '');
          const policy = policies[page];
          if (policy) void reply.header('content-security-policy', policy);
          const lasting = page.startsWith('/_next/static/');
          void reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      });
      scope.setNotFoundHandler((_request, reply) => reply.status(404).sendFile('404.html'));
    };
    await fastify.register(web, { prefix: `/${name}` });
    fastify.get(`/${name}`, async (_request, reply) => reply.redirect(`/${name}/`));
  }
  const fonts = path.resolve(process.env.HELING_FONTS_DIR ?? 'dist/fonts');
  if (!existsSync(fonts)) return;
  await fastify.register(staticFiles, {
    root: fonts,
    prefix: '/fonts/',
    decorateReply: false,
    preCompressed: true,
    maxAge: '30d',
  });
}
