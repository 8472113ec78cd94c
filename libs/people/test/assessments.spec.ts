import type { TestApp } from '@heling/platform/testing/app';
import type { TestClient } from '@heling/platform/testing/client';
import {
  appealAssessment,
  listAssessments,
  printAssessment,
  readAssessment,
  reopenAssessment,
  saveAssessment,
  signAssessment,
  startAssessment,
  withdrawAssessment,
} from '../src/contract/assessments';
import { page } from '../src/contract/persons';
import { ITEM_MAXIMA, type AssessmentItem } from '../src/domain/assessment';
import { BEIQIAO, enter, startPeople, STREET } from './support';

/** Every item at its highest, but for those given: 90 points less. */
function items(lower: Partial<Record<AssessmentItem, number>> = {}): Partial<Record<AssessmentItem, number>> {
  return { ...Object.fromEntries(ITEM_MAXIMA), ...lower };
}

describe('an ability assessment', () => {
  let app: TestApp;
  let first: TestClient;
  let second: TestClient;
  let third: TestClient;
  let fourth: TestClient;
  let person: number;
  beforeAll(async () => {
    app = await startPeople();
    const scope = { divisions: [STREET] };
    first = await app.as('community', scope);
    second = await app.as('community', scope);
    third = await app.as('street', scope);
    fourth = await app.as('community', scope);
  });
  beforeEach(async () => {
    person = await enter(third);
  });
  afterAll(() => app.close());

  const sign = (client: TestClient, id: number, version: number) =>
    client.call(signAssessment, { params: { id }, body: { version } });
  /** A result in effect; answers the id of the assessment. */
  async function final(body: object, signers = [first, second]): Promise<number> {
    const { id } = await signers[0]!.call(startAssessment, { params: { id: person }, body: {} });
    await signers[0]!.call(saveAssessment, { params: { id }, body: { version: 1, items: items(), ...body } });
    await sign(signers[0]!, id, 2);
    await sign(signers[1]!, id, 3);
    return id;
  }
  const levelNow = async () => (await third.call(page, { params: { id: person } })).needLevel;

  it('is filled in bit by bit, scored on the server, signed by two, and sets the level', async () => {
    const { id } = await first.call(startAssessment, {
      params: { id: person },
      body: { assessedOn: '2026-03-09' },
    });
    const params = { id };
    const part = await first.call(saveAssessment, {
      params,
      body: { version: 1, items: { eating: 2, walking: 1 } },
    });
    expect([part.score, part.missing.length]).toEqual([null, 24]);
    expect(await first.refusal(signAssessment, { params, body: { version: 2 } })).toEqual([
      422,
      'people.assessment_incomplete',
    ]);
    const rest = items();
    delete rest.eating;
    delete rest.walking;
    const full = await first.call(saveAssessment, { params, body: { version: 2, items: rest } });
    expect(full).toMatchObject({ missing: [], score: { total: 85, level: 'mild' } });
    expect(await sign(first, id, 3)).toEqual({ id, version: 4, state: 'signed' });
    expect(await levelNow()).toBeNull();
    expect(await first.refusal(signAssessment, { params, body: { version: 4 } })).toEqual([
      403,
      'people.same_assessor',
    ]);
    const open = await second.call(readAssessment, { params });
    expect(open.commands.map((each) => each.label)).toEqual(['签字', '退回修改']);
    expect(await sign(second, id, 4)).toEqual({ id, version: 5, state: 'final' });
    const shown = await third.call(page, { params: { id: person } });
    expect(shown).toMatchObject({
      needLevel: 'mild',
      health: { assessment: { id, validUntil: '2028-03-08' } },
    });
    const told = await app.db.query(
      `SELECT payload FROM outbox WHERE topic = 'person.assessed' AND person_id = $1`,
      [person],
    );
    expect(told.rows).toEqual([{ payload: { assessmentId: id, level: 'mild', before: null } }]);
  });

  it('adjusts by dementia, and puts the person among the disabled', async () => {
    await final({
      items: items({ eating: 0, grooming: 0, bathing: 0, dressingUpper: 0, toileting: 0 }),
      diagnoses: ['f00'],
    });
    const shown = await third.call(page, { params: { id: person } });
    expect(shown).toMatchObject({ needLevel: 'moderate', priority: ['disabled', 'veryOld'] });
  });

  it('takes the validity of the policy', async () => {
    await app.db.query(`INSERT INTO policies VALUES ('assessmentValidity', '2026-01-01', '{"months": 12}')`);
    const id = await final({ assessedOn: '2026-02-28' });
    await app.db.query('DELETE FROM policies');
    expect((await first.call(readAssessment, { params: { id } })).validUntil).toBe('2027-02-27');
  });

  it('is sent back to the draft, and is not changed once signed', async () => {
    const { id } = await first.call(startAssessment, { params: { id: person }, body: {} });
    const params = { id };
    await first.call(saveAssessment, { params, body: { version: 1, items: items() } });
    await sign(first, id, 2);
    expect(
      await first.refusal(saveAssessment, { params, body: { version: 3, items: { eating: 1 } } }),
    ).toEqual([409, 'people.assessment_state']);
    await second.call(reopenAssessment, { params, body: { version: 3, reason: '进食一项与实际不符' } });
    const again = await first.call(readAssessment, { params });
    expect(again).toMatchObject({ state: 'draft', first: null, reason: '进食一项与实际不符' });
  });

  it('stands once: a second draft, a stale edit and a score out of range are refused', async () => {
    const { id } = await first.call(startAssessment, { params: { id: person }, body: {} });
    const params = { id };
    expect(await second.refusal(startAssessment, { params: { id: person }, body: {} })).toEqual([
      409,
      'people.assessment_open',
    ]);
    await first.call(saveAssessment, { params, body: { version: 1, items: { eating: 1 } } });
    expect(
      await second.refusal(saveAssessment, { params, body: { version: 1, items: { eating: 3 } } }),
    ).toEqual([409, 'platform.stale']);
    const over = await first.send(saveAssessment, { params, body: { version: 2, items: { stairs: 4 } } });
    expect([over.status, (over.body as { field: string }).field]).toEqual([422, 'items.stairs']);
    expect(
      await first.refusal(startAssessment, { params: { id: person }, body: { assessedOn: '2026-03-11' } }),
    ).toEqual([422, 'people.day']);
  });

  it('is appealed against and done again by others; the old level holds until then', async () => {
    const id = await final({ items: items({ eating: 0 }) });
    const again = await third.call(appealAssessment, { params: { id }, body: { reason: '家属认为偏轻' } });
    const params = { id: again.id };
    expect(await first.refusal(saveAssessment, { params, body: { version: 1, items: items() } })).toEqual([
      403,
      'people.former_assessor',
    ]);
    await third.call(saveAssessment, {
      params,
      body: { version: 1, items: items({ eating: 0, consciousness: 0 }) },
    });
    await sign(third, again.id, 2);
    expect(await second.refusal(signAssessment, { params, body: { version: 3 } })).toEqual([
      403,
      'people.former_assessor',
    ]);
    expect(await levelNow()).toBe('mild');
    await sign(fourth, again.id, 3);
    expect(await levelNow()).toBe('total');
  });

  it('is withdrawn by those who manage; the level goes back to the result before', async () => {
    await final({ assessedOn: '2026-01-05', items: items({ eating: 0 }) });
    const wrong = await final({ items: items({ consciousness: 0 }) });
    expect(await levelNow()).toBe('total');
    const body = { version: 4, reason: '评错了人' };
    expect(await first.refusal(withdrawAssessment, { params: { id: wrong }, body })).toEqual([
      403,
      'people.not_assessor',
    ]);
    await third.call(withdrawAssessment, { params: { id: wrong }, body });
    expect(await levelNow()).toBe('mild');
  });

  it('is listed by state and by the end of its validity, and printed in full', async () => {
    const id = await final({
      assessedOn: '2024-05-01',
      items: items({ memory: 0 }),
      riskEvents: ['2024-04-20', '2024-04-20'],
    });
    const due = await third.call(listAssessments, { body: { validUntil: '2026-05-31', personId: person } });
    expect(due.items).toMatchObject([{ id, validUntil: '2026-04-30', personName: '王*英' }]);
    expect((await third.call(listAssessments, { body: { state: 'draft', personId: person } })).items).toEqual(
      [],
    );
    const printed = await first.call(printAssessment, { params: { id } });
    expect(printed).toMatchObject({
      person: { name: '王秀英', division: '鹤山区 中山北路街道 大湖社区居民委员会' },
      total: 86,
      levelByScore: '轻度失能',
      level: '中度失能',
      adjustments: ['近 30 天内发生两次及以上照护风险事件，等级下调一级'],
      signatures: [{ name: '测试community' }, { name: '测试community' }],
    });
    expect(printed.groups.map((group) => [group.name, group.score, group.max])).toEqual([
      ['自理能力', 32, 32],
      ['基础运动能力', 15, 15],
      ['精神状态', 24, 28],
      ['感知觉与社会参与', 15, 15],
    ]);
    expect(printed.groups.flatMap((group) => group.items)).toHaveLength(26);
  });

  it('is not seen outside the scope', async () => {
    const id = await final({});
    const outside = await app.as('street', { divisions: [BEIQIAO.slice(0, 9)] });
    for (const spec of [readAssessment, printAssessment]) {
      expect(await outside.refusal(spec, { params: { id } })).toEqual([404, 'platform.not_found']);
    }
    expect(await outside.refusal(signAssessment, { params: { id }, body: { version: 1 } })).toEqual([
      404,
      'platform.not_found',
    ]);
    expect(await outside.refusal(startAssessment, { params: { id: person }, body: {} })).toEqual([
      404,
      'platform.not_found',
    ]);
    expect((await outside.call(listAssessments, { body: {} })).items).toEqual([]);
    const dispatcher = await app.as('dispatcher', { divisions: [STREET] });
    expect(await dispatcher.refusal(startAssessment, { params: { id: person }, body: {} })).toEqual([
      403,
      'access.role',
    ]);
  });
});
