import type pg from 'pg';
import type { z } from 'zod';
import { startTestApp, type TestApp, type TestAppOptions } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import { add } from '../src/contract/registry';
import { checkDigit } from '../src/domain/identity';
import type { Sex } from '../src/domain/person';

/** Two communities of one street, one of another street, and one of another county. */
export const DAHU = '410602001001';
export const XIDING = '410602001002';
export const BEIQIAO = '410602002001';
export const ELSEWHERE = '410611001001';
export const STREET = '410602001';

const DIVISIONS = [
  ['410600', '鹤壁市', 'city', null],
  ['410602', '鹤山区', 'county', '410600'],
  ['410611', '淇滨区', 'county', '410600'],
  ['410602001', '中山北路街道', 'street', '410602'],
  ['410602002', '鹤山街街道', 'street', '410602'],
  ['410611001', '长江路街道', 'street', '410611'],
  [DAHU, '大湖社区居民委员会', 'community', '410602001'],
  [XIDING, '西顶村民委员会', 'community', '410602001'],
  [BEIQIAO, '北桥社区居民委员会', 'community', '410602002'],
  [ELSEWHERE, '泰山社区居民委员会', 'community', '410611001'],
] as const;

/** The applications with the divisions above. */
export async function startPeople(options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startTestApp({ now: '2026-03-10T01:00:00Z', ...options });
  await addDivisions(app.db);
  return app;
}

async function addDivisions(db: pg.Pool): Promise<void> {
  for (const [code, name, level, parent] of DIVISIONS) {
    await db.query(
      'INSERT INTO divisions (code, name, level, parent, lng, lat) VALUES ($1, $2, $3, $4, 114.123456, 35.9)',
      [code, name, level, parent],
    );
  }
}

/** A valid ID number on an area code that does not exist. */
export function idNumberOf(birth: string, sex: Sex, serial = 1): string {
  const body = `410699${birth.replaceAll('-', '')}${String(serial * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0')}`;
  return body + checkDigit(body);
}

type NewPerson = z.input<(typeof add)['body']>;
let serial = 0;

/** What is needed to enter a person, with whatever differs. */
export function newPerson(extra: Partial<NewPerson> = {}): NewPerson {
  serial += 1;
  const sex = extra.sex ?? 'female';
  const birth = extra.birth ?? '1940-05-06';
  return {
    name: '王秀英',
    idNumber: extra.noIdReason ? undefined : idNumberOf(birth, sex, serial),
    sex,
    birth,
    phone: `154${String(10_000_000 + serial)}`,
    division: DAHU,
    address: '长风中路12号院3号楼2单元501',
    living: 'family',
    notDuplicate: true,
    ...extra,
  };
}

/** Enters a person; answers the id. */
export async function enter(client: TestClient, extra: Partial<NewPerson> = {}): Promise<number> {
  const { id } = await client.call(add, { body: newPerson(extra) });
  return id;
}
