// Prints what people would type to find persons of the made city: names, pinyin, initials, numbers, addresses.
import pg from 'pg';
import { normalise, typedReadings } from '@heling/people/domain/grams';
import { openPii } from '@heling/people/server/records';
import { Vault } from '@heling/platform/server/vault';

const SAMPLE = 3_000;
const vault = new Vault();
const client = new pg.Client(process.env.DATABASE_OWNER_URL);
await client.connect();
const { rows } = await client.query<{ id: string; pii: Buffer; key_salt: Buffer }>(
  `SELECT id, pii, key_salt FROM persons WHERE status = 'active' AND id_index IS NOT NULL AND phone_index IS NOT NULL
   ORDER BY md5(id::text) LIMIT ${SAMPLE}`,
);
await client.end();
const people = rows.map((row) => {
  const { name, idNumber, phone, address } = openPii(vault, { ...row, id: Number(row.id) });
  const [reading] = typedReadings(name);
  return {
    name,
    part: normalise(name).slice(-2),
    pinyin: reading?.pinyin ?? '',
    initials: reading?.initials ?? '',
    idNumber,
    phone,
    address,
  };
});
process.stdout.write(JSON.stringify(people));
