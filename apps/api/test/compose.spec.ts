import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

// Docker is not at hand where the tests run, and no package that is installed carries the schema of compose files: the
// parts that this file uses are described here, strictly, and compared with what the code reads.
const root = path.resolve('.');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const text = z.string().min(1);
const environment = z.record(z.string().regex(/^[A-Z][A-Z0-9_]+$/), z.string());
const service = z
  .object({
    image: text,
    build: z.object({ context: text, dockerfile: text, target: text }).strict().optional(),
    command: z.array(text).optional(),
    init: z.literal(true).optional(),
    restart: z.enum(['no', 'unless-stopped']),
    shm_size: text.optional(),
    environment,
    depends_on: z
      .record(
        text,
        z.object({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }).strict(),
      )
      .optional(),
    volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/)).optional(),
    networks: z.array(text).min(1),
    read_only: z.boolean().optional(),
    tmpfs: z.array(text).optional(),
    security_opt: z.array(text).optional(),
    cap_drop: z.array(text).optional(),
    stop_grace_period: text.optional(),
    expose: z.array(text).optional(),
    ports: z.array(text).optional(),
    deploy: z
      .object({
        replicas: z.number().int().positive(),
        resources: z.object({ limits: z.object({ memory: text }).strict() }).strict(),
      })
      .strict()
      .optional(),
    healthcheck: z
      .object({
        test: z.array(text).min(2),
        interval: text,
        timeout: text,
        retries: z.number().int(),
        start_period: text.optional(),
      })
      .strict()
      .optional(),
    logging: z.object({ driver: text, options: z.record(text, text) }).strict(),
  })
  .strict();
const file = z
  .object({
    name: text,
    'x-node': z.unknown(),
    services: z.record(text, service),
    networks: z.record(text, z.object({}).strict()),
    volumes: z.record(text, z.object({}).strict()),
  })
  .strict();

const compose = file.parse(parseYaml(read('docker/compose.yaml'), { merge: true }));
const { services } = compose;
const named = (name: string) => services[name]!;
const dockerfile = read('docker/Dockerfile');

/** The environment variables that the code of the api and the worker reads. */
function variablesRead(): Set<string> {
  const found = new Set<string>();
  const folders = ['apps/api/src', 'apps/worker/src'].concat(
    readdirSync(path.join(root, 'libs')).map((name) => `libs/${name}/src/server`),
  );
  for (const folder of folders.filter((each) => existsSync(path.join(root, each)))) {
    for (const name of readdirSync(path.join(root, folder), { recursive: true }).map(String)) {
      const at = path.join(folder, name);
      if (!name.endsWith('.ts') || !statSync(path.join(root, at)).isFile()) continue;
      for (const [word] of read(at).matchAll(/\b(HELING|DATABASE|REDIS)_[A-Z_]+\b/g)) found.add(word);
    }
  }
  return found;
}

/** Switches of tests and of the demonstration: in production they must not be there at all. */
const NOT_IN_PRODUCTION = [
  'HELING_CLOCK_FILE',
  'HELING_CHECK_ANSWERS',
  'HELING_DEMO',
  'HELING_SANDBOX_BANK',
  'HELING_WEBHOOK_LOCAL',
];
/** The api can serve the web apps itself; here the proxy does. */
const OF_THE_PROXY = ['HELING_WEB_DIR', 'HELING_FONTS_DIR'];
/** A mention in a text that stands for the five keys. */
const KEYS = ['DATA', 'INDEX', 'TOKEN', 'AUDIT', 'SESSION'].map((name) => `HELING_${name}_KEY`);

describe('the compose file', () => {
  it('runs PostgreSQL, Redis, two of api and worker each, and one proxy that alone is reached from outside', () => {
    expect(Object.keys(services)).toEqual(['postgres', 'redis', 'migrate', 'api', 'worker', 'proxy']);
    expect([named('api').deploy?.replicas, named('worker').deploy?.replicas]).toEqual([2, 2]);
    const reached = Object.entries(services).filter(([, each]) => each.ports);
    expect(reached.map(([name]) => name)).toEqual(['proxy']);
  });

  it('pins every image', () => {
    const ours = /^heling\/(api|worker|proxy):\d+\.\d+\.\d+$/;
    for (const each of Object.values(services)) {
      if (each.build) expect(each.image).toMatch(ours);
      else expect(each.image).toMatch(/^[a-z]+:\d+\.\d+(\.\d+)?-[a-z]+$/);
    }
    const bases = [...dockerfile.matchAll(/^ARG \w+=(\S+)$/gm)].map(([, image]) => image);
    expect(bases).toHaveLength(2);
    for (const image of bases) expect(image).toMatch(/^[a-z]+:\d+\.\d+\.\d+-[a-z-]+$/);
    expect(named('postgres').image).toMatch(/^postgres:18\./);
    const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, target]) => target);
    for (const each of Object.values(services)) if (each.build) expect(targets).toContain(each.build.target);
  });

  it('gives the api and the worker every variable that the code reads, and none besides', () => {
    const wanted = [...variablesRead()].filter(
      (name) =>
        ![...NOT_IN_PRODUCTION, ...OF_THE_PROXY, 'DATABASE_OWNER_URL'].includes(name) && /[A-Z]$/.test(name),
    );
    expect(wanted).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'HELING_STATE_DIR']));
    const given = named('api').environment;
    expect(Object.keys(given).sort()).toEqual([...new Set([...wanted, ...KEYS])].sort());
    const shared = Object.entries(given).filter(([name]) => !['HELING_HOST', 'HELING_PORT'].includes(name));
    expect(named('worker').environment).toEqual(Object.fromEntries(shared));
  });

  it('lets only the migration be the owner of the schema', () => {
    for (const [name, each] of Object.entries(services)) {
      const owner = /heling_owner/.test(JSON.stringify(each.environment));
      expect([name, owner]).toEqual([name, name === 'migrate']);
    }
    expect(Object.keys(named('migrate').environment)).toEqual(['DATABASE_OWNER_URL']);
    for (const name of ['api', 'worker']) {
      expect(named(name).depends_on?.migrate).toEqual({ condition: 'service_completed_successfully' });
    }
  });

  it('names only variables that make-env.sh writes, and no secret with a default', () => {
    const written = [...read('docker/make-env.sh').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    for (const [, name, rest] of read('docker/compose.yaml').matchAll(/(?<!\$)\$\{([A-Z_]+)([^}]*)\}/g)) {
      expect(rest?.startsWith(':-') || written.includes(name)).toBe(true);
      if (/PASSWORD|_KEY$/.test(name!) && name !== 'HELING_SMS_KEY')
        expect([name, rest]).toEqual([name, ':?']);
    }
    expect(read('docker/.gitignore')).toContain('.env');
  });

  it('asks for health where it is answered', () => {
    const paths = Object.values(services).flatMap((each) =>
      [...(each.healthcheck?.test.join(' ') ?? '').matchAll(/http:\/\/127\.0\.0\.1:(\d+)(\/[\w/]+)/g)].map(
        ([, port, where]) => [port, where],
      ),
    );
    expect(paths).toEqual([
      ['4300', '/health/ready'],
      ['2019', '/health'],
    ]);
    expect(read('apps/api/src/http.ts')).toContain(`'/health/ready'`);
    expect(named('api').environment.HELING_PORT).toBe('4300');
    expect(read('docker/proxy/Caddyfile')).toMatch(/:2019 \{\s+respond \/health "ok" 200/);
    const waited = Object.values(services).flatMap((each) =>
      Object.entries(each.depends_on ?? {}).filter(([, { condition }]) => condition === 'service_healthy'),
    );
    for (const [name] of waited) expect(named(name).healthcheck).toBeDefined();
  });

  it('names volumes, networks and files that are there', () => {
    for (const each of Object.values(services)) {
      for (const network of each.networks) expect(compose.networks).toHaveProperty(network);
      for (const mount of each.volumes ?? []) {
        const [from] = mount.split(':') as [string];
        if (from === './certs') continue;
        if (from.startsWith('.')) expect(existsSync(path.join(root, 'docker', from))).toBe(true);
        else expect(compose.volumes).toHaveProperty(from);
      }
      if (each.build)
        expect(existsSync(path.join(root, 'docker', each.build.context, each.build.dockerfile))).toBe(true);
    }
    for (const [, file] of dockerfile.matchAll(/node ((?:docker|tools)\/[\w./-]+\.mjs)/g)) {
      expect(existsSync(path.join(root, file!))).toBe(true);
    }
  });

  it('makes the database as the development services do', () => {
    const statements = (source: string) =>
      [
        ...source.matchAll(
          /(CREATE EXTENSION \w+|ALTER SCHEMA public OWNER TO \w+|REVOKE CREATE[\w ]+|GRANT USAGE ON SCHEMA[\w ]+)/g,
        ),
      ].map(([statement]) => statement.trim());
    expect(statements(read('docker/postgres/init.sh'))).toEqual(statements(read('tools/lib/services.mjs')));
  });
});
