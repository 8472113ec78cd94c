// Institutions with devices, for the benches of alarms: fills a migrated, empty database and prints, as one JSON object,
// the devices with their credentials and the cookies of those who watch. Arguments: devices, screens.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { credentialMac } from '@heling/oversight/server/credential';
import { Vault } from '@heling/platform/server/vault';

const HOUSES = 40;
/** A gateway and what hangs on it. */
const GROUP = 25;
const DIVISION = '410602001001';
const HEARTBEAT_S = 3600;

const [devices, screens] = process.argv.slice(2).map(Number) as [number, number];
const vault = new Vault();
const client = new pg.Client(process.env.DATABASE_OWNER_URL);
await client.connect();
const ids = async (text: string, values: unknown[]) =>
  (await client.query<{ id: string }>(text, values)).rows.map(({ id }) => Number(id));

const facilities = await ids(
  `WITH o AS (INSERT INTO orgs (kind, name, division, lng, lat, phone)
     SELECT 'institution', 'bench ' || n, $1, 114, 35.9, '0392-0000000' FROM generate_series(1, $2::int) n RETURNING id)
   INSERT INTO facilities (kind, name, division, org, lng, lat, address, phone, area, beds, places, opens, licence,
     licence_until, fire_permit_until)
   SELECT 'nursingHome', 'bench ' || id, $1, id, 114, 35.9, 'bench', '0392-0000000', 1000, 100, 0, 'all', 'L', '2099-01-01',
     '2099-01-01' FROM o RETURNING id`,
  [DIVISION, HOUSES],
);
const accounts = await ids(
  `INSERT INTO accounts (kind, login, pii, division) SELECT 'staff', 'bench-' || n, $1, $2 FROM generate_series(1, $3::int) n
   RETURNING id`,
  [vault.seal({ name: 'bench' }), DIVISION, Math.max(screens, 1)],
);
const cookies: string[] = [];
for (const account of accounts) {
  const token = randomBytes(32).toString('base64url');
  await client.query(
    `WITH r AS (INSERT INTO account_roles VALUES ($1, 'city')),
       s AS (INSERT INTO account_scopes (account_id, division) VALUES ($1, '4106'))
     INSERT INTO sessions (token_hash, account_id, device, address, created_at, seen_at, expires_at)
     VALUES ($2, $1, 'bench', '127.0.0.1', now(), now(), now() + interval '1 day')`,
    [account, vault.mac('session', token)],
  );
  cookies.push(`heling_session=${token}`);
}
// Somebody sits at each seat all the time.
await client.query(
  `INSERT INTO duty_shifts (facility_id, division, org, duty, account_id, contact, starts_at, ends_at)
   SELECT id, division, org, duty, $2, $3, now() - interval '1 hour', now() + interval '20 hours'
   FROM facilities, unnest('{seat,manager,district}'::text[]) duty WHERE id = ANY ($1)`,
  [facilities, accounts[0], vault.seal({ name: 'bench', phone: '15490001111' })],
);
const made: { userName: string; credential: string; topic: string; device: string }[] = [];
for (let first = 0, parent = 0; first < devices; first += 1) {
  const gateway = first % GROUP === 0;
  const facility = facilities[Math.floor(first / GROUP) % facilities.length]!;
  const code = `d${first}`;
  const credential = randomBytes(24).toString('base64url');
  const [id] = await ids(
    `INSERT INTO devices (facility_id, division, org, code, model, style, parent_id, room, life, heartbeat_seconds, credential,
       enrolled_at)
     SELECT id, division, org, $2, 'bench', 'heling', $3, '101', false, $4, $5, now() FROM facilities WHERE id = $1 RETURNING id`,
    [facility, code, gateway ? null : parent, HEARTBEAT_S, credentialMac(vault, credential)],
  );
  if (gateway) {
    parent = id!;
    await client.query(
      `INSERT INTO alarm_groups (root_id, facility_id, division, org) SELECT $1, id, division, org FROM facilities WHERE id = $2`,
      [id, facility],
    );
  }
  const userName = `${facility}/${code}`;
  made.push({ userName, credential, topic: `heling/v1/${userName}/events`, device: code });
}
await client.end();
process.stdout.write(JSON.stringify({ devices: made, cookies }));
