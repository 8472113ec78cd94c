import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import type { TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import * as contract from '../src/contract/imports';
import { page, search } from '../src/contract/persons';
import { BEIQIAO, DAHU, ELSEWHERE, enter, idNumberOf, startPeople, STREET } from './support';

const HEADINGS = [
  '姓名',
  '身份证号',
  '性别',
  '出生日期',
  '联系电话',
  '所属社区',
  '家庭住址',
  '居住状况',
  '重点人群',
  '联系人',
  '联系人电话',
  '关系',
];
let serial = 200;

/** A row of a list, valid unless told otherwise. */
function line(extra: Partial<Record<(typeof HEADINGS)[number], string>> = {}): string[] {
  serial += 1;
  const values: Record<string, string> = {
    姓名: '孙桂芳',
    身份证号: idNumberOf('1945-06-07', 'female', serial % 500),
    联系电话: `154${String(20_000_000 + serial)}`,
    所属社区: '大湖社区',
    家庭住址: `朝歌路${serial}号`,
    居住状况: '与子女同住',
    ...extra,
  };
  return HEADINGS.map((heading) => values[heading] ?? '');
}
const csv = (rows: string[][], headings = HEADINGS) =>
  [headings, ...rows]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');

describe('the import of lists', () => {
  let app: TestApp;
  let street: TestClient;
  beforeAll(async () => {
    app = await startPeople({ worker: true });
    street = await app.as('street', { divisions: [STREET] });
  });
  afterAll(() => app.close());

  async function upload(
    content: string | Uint8Array,
    name = '名单.csv',
    client = street,
  ): Promise<contract.ImportPage> {
    const form = new FormData();
    form.set('file', new Blob([content as Uint8Array<ArrayBuffer>]), name);
    return (await client.call(contract.upload, { body: form } as never)) as contract.ImportPage;
  }
  async function done(id: number, client = street): Promise<contract.ImportPage> {
    for (let i = 0; i < 600; i += 1) {
      const item = await client.call(contract.read, { params: { id } });
      if (item.state !== 'running') return item;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the import does not end');
  }
  async function run(content: string | Uint8Array, name?: string): Promise<contract.ImportPage> {
    const { id, version } = await upload(content, name);
    await street.call(contract.start, { params: { id }, body: { version } });
    return done(id);
  }
  const problems = async (id: number) =>
    (await street.call(contract.rows, { params: { id }, query: { limit: 200 } })).items.map((each) => [
      each.row,
      each.state,
      each.problem?.code ?? null,
      each.problem?.field ?? null,
    ]);

  it('reads GBK as well as UTF-8, guesses the columns, and shows what is wrong before it starts', async () => {
    const text = csv([line({ 姓名: '欧阳瑞芝' }), line({ 联系电话: '123' })]);
    const gbk = await upload(iconv.encode(text, 'gbk'));
    expect(gbk).toMatchObject({ encoding: 'gb18030', state: 'preview', rows: 2, missing: [] });
    expect(gbk.mapping).toMatchObject({
      name: 0,
      idNumber: 1,
      contactName: 9,
      contactPhone: 10,
      contactRelation: 11,
    });
    expect(gbk.preview[0]).toMatchObject({
      row: 2,
      cells: expect.arrayContaining(['欧阳瑞芝']),
      problems: [],
    });
    expect(gbk.preview[1]!.problems).toEqual([{ code: 'phone', field: 'phone', text: '电话号码不对' }]);
    expect(await upload(`\uFEFF${text}`)).toMatchObject({ encoding: 'utf-8', rows: 2 });
  });

  it('keeps a column until it is told what it means', async () => {
    const headings = ['甲', ...HEADINGS.slice(1)];
    const item = await upload(csv([line()], headings));
    const { id, version } = item;
    expect(item.missing).toEqual(['name']);
    expect(await street.refusal(contract.start, { params: { id }, body: { version } })).toEqual([
      422,
      'people.import_mapping',
    ]);
    const twice = { version, mapping: { ...item.mapping, name: 1 } };
    expect(await street.refusal(contract.setMapping, { params: { id }, body: twice })).toEqual([
      422,
      'people.import_mapping',
    ]);
    const mapping = { ...item.mapping, name: 0 };
    const mapped = await street.call(contract.setMapping, { params: { id }, body: { version, mapping } });
    expect([mapped.missing, mapped.preview[0]!.problems]).toEqual([[], []]);
    expect(await street.refusal(contract.setMapping, { params: { id }, body: { version, mapping } })).toEqual(
      [409, 'platform.stale'],
    );
  });

  it('adds, updates, leaves and refuses row by row; the same file again changes nothing', async () => {
    const known = idNumberOf('1945-06-07', 'female', 1);
    const person = await enter(street, {
      name: '孙桂芳',
      birth: '1945-06-07',
      idNumber: known,
      phone: '15433330000',
    });
    const rows = [
      line({ 重点人群: '低保、高龄', 联系人: '孙伟', 联系人电话: '154 3333 0001', 关系: '儿子' }),
      line({ 身份证号: known, 联系电话: '15433330009' }),
      line({ 身份证号: '41069919450607202X' }),
      line({ 身份证号: '' }),
      line({ 所属社区: '北桥社区' }),
      line({ 居住状况: '不知道' }),
      line({ 出生日期: '1945年6月8日' }),
      line({ 联系人: '孙伟' }),
    ];
    const first = await run(csv(rows));
    expect(first).toMatchObject({ state: 'done', added: 1, updated: 1, unchanged: 0, rejected: 6, left: 0 });
    expect(await problems(first.id)).toEqual([
      [2, 'added', null, null],
      [3, 'updated', null, null],
      [4, 'rejected', 'idNumber', 'idNumber'],
      [5, 'rejected', 'idOrReason', 'idNumber'],
      [6, 'rejected', 'division', 'division'],
      [7, 'rejected', 'unknownWord', 'living'],
      [8, 'rejected', 'birthDiffers', 'birth'],
      [9, 'rejected', 'contact', 'contactName'],
    ]);
    const updated = await street.call(page, { params: { id: person } });
    expect(updated.identity).toMatchObject({ phone: '154****0009', address: '朝歌路***' });
    const again = await run(csv(rows));
    expect(again).toMatchObject({ added: 0, updated: 0, unchanged: 2, rejected: 6, sameAs: first.id });
  });

  it('gives the refused rows back with reasons; mended, they go in', async () => {
    const item = await run(csv([line({ 姓名: '吕秀云', 联系电话: '12345' })]));
    const path = `/api/imports/${item.id}/rejected`;
    const file = await street.raw(`${path}?format=csv`);
    expect(file.text).toContain('第 2 行 电话：电话号码不对');
    const mended = file.text.replace('12345', '15412345678');
    expect(await run(mended)).toMatchObject({ added: 1, rejected: 0 });
    const xlsx = await street.raw(path);
    expect(xlsx.headers.get('content-type')).toContain('spreadsheetml');
  });

  it('reads XLSX: dates as days, formulas never as values, long numbers not as ID numbers', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('老人');
    sheet.addRow(HEADINGS);
    const withDate: unknown[] = line({ 姓名: '马玉兰', 性别: '女' });
    withDate[3] = new Date('1945-06-07T00:00:00Z');
    const withFormula: unknown[] = line();
    withFormula[0] = { formula: 'HYPERLINK("http://x","孙")', result: '孙' };
    const withNumber: unknown[] = line();
    withNumber[1] = 410699194506072000;
    for (const row of [withDate, withFormula, withNumber]) sheet.addRow(row);
    const item = await run(new Uint8Array(await book.xlsx.writeBuffer()), '名单.xlsx');
    expect(item.encoding).toBe('xlsx');
    expect(await problems(item.id)).toEqual([
      [2, 'added', null, null],
      [3, 'rejected', 'formula', 'name'],
      [4, 'rejected', 'idNumber', 'idNumber'],
    ]);
    const csvFormula = await run(
      csv([line({ 家庭住址: '=1+1' }), line({ 身份证号: `="${idNumberOf('1945-06-07', 'female', 450)}"` })]),
    );
    expect(await problems(csvFormula.id)).toEqual([
      [2, 'rejected', 'formula', 'address'],
      [3, 'added', null, null],
    ]);
  });

  it('keeps SQL and script text in cells as text', async () => {
    const nasty = `'); DROP TABLE persons; --<script>`;
    const item = await run(csv([line({ 姓名: nasty, 家庭住址: nasty })]));
    expect(item).toMatchObject({ added: 1 });
  });

  it.each([
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
    ['a broken XLSX', Buffer.from('504b0304ffffffffffff', 'hex')],
    ['an empty file', Buffer.alloc(0)],
    ['headings without rows', Buffer.from('姓名,身份证号\n')],
  ])('refuses %s with a sentence', async (_, bytes) => {
    const form = new FormData();
    form.set('file', new Blob([bytes]), 'x.csv');
    const answer = await street.send(contract.upload, { body: form });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, 'people.import_file']);
  });

  it('imports within the scope of the one who started it', async () => {
    const taken = idNumberOf('1945-06-07', 'female', 460);
    const county = await app.as('county', { divisions: ['410611'] });
    await enter(county, { birth: '1945-06-07', idNumber: taken, division: ELSEWHERE });
    const item = await run(csv([line({ 所属社区: BEIQIAO }), line({ 身份证号: taken })]));
    expect(await problems(item.id)).toEqual([
      [2, 'rejected', 'outside', 'division'],
      [3, 'rejected', 'elsewhere', 'idNumber'],
    ]);
    const outside = await app.as('street', { divisions: ['410611001'] });
    expect(await outside.refusal(contract.read, { params: { id: item.id } })).toEqual([
      404,
      'platform.not_found',
    ]);
    expect((await outside.call(contract.list, { query: {} })).items).toEqual([]);
    const dispatcher = await app.as('dispatcher', { divisions: [STREET] });
    expect(await dispatcher.refusal(contract.list, { query: {} })).toEqual([403, 'access.role']);
  });

  it('takes 10,000 rows with bad ones in them, goes on after the worker was killed, and doubles nobody', async () => {
    const rows: string[][] = [];
    for (let i = 0; i < 10_000; i += 1) {
      const year = 1930 + (i % 35);
      const day = `${year}-${String(1 + (i % 12)).padStart(2, '0')}-11`;
      const id = idNumberOf(day, i % 2 === 0 ? 'female' : 'male', Math.floor(i / 420));
      const bad = i % 50 === 49;
      rows.push(line({ 身份证号: bad ? id.slice(0, 17) : id, 家庭住址: `红旗街${i}号`, 所属社区: DAHU }));
    }
    const item = await upload(csv(rows));
    const { id, version } = item;
    await street.call(contract.start, { params: { id }, body: { version } });
    const handled = (each: contract.ImportPage) => each.rows - each.left;
    for (let i = 0; i < 300 && handled(await street.call(contract.read, { params: { id } })) === 0; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await app.kill('worker', 'SIGKILL');
    const killed = await street.call(contract.read, { params: { id } });
    expect(killed.left).toBeGreaterThan(0);
    expect(killed.secondsLeft).toBeGreaterThan(0);
    await app.start('worker');
    expect(await done(id)).toMatchObject({ added: 9_800, rejected: 200, left: 0 });
    const count = await app.db
      .query(`SELECT count(*)::int AS all, count(DISTINCT id_index)::int AS different FROM persons p
      WHERE EXISTS (SELECT FROM import_rows r WHERE r.import_id = ${id} AND r.person_id = p.id)`);
    expect(count.rows).toEqual([{ all: 9_800, different: 9_800 }]);
    const found = await street.call(search, { body: { q: '红旗街4321号' } });
    expect(found.items).toHaveLength(1);
    const left = await app.db.query(
      `SELECT count(*)::int AS kept FROM import_rows WHERE import_id = $1 AND cells IS NOT NULL`,
      [id],
    );
    expect(left.rows).toEqual([{ kept: 200 }]);
  }, 180_000);

  it('is cancelled: what is in stays, the rest is not taken', async () => {
    const { id, version } = await upload(csv([line()]));
    await street.call(contract.cancel, { params: { id }, body: { version } });
    expect(await street.refusal(contract.start, { params: { id }, body: { version: version + 1 } })).toEqual([
      409,
      'people.import_state',
    ]);
    expect((await street.call(contract.list, { query: { state: 'cancelled' } })).items).toMatchObject([
      { id },
    ]);
  });
});
