import { Inject, Injectable } from '@nestjs/common';
import type { Output } from '@heling/platform/contract/route';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { fromCursor, pageFrom } from '@heling/platform/server/cursor';
import { Database } from '@heling/platform/server/database';
import { notFound } from '@heling/platform/server/problem';
import { Vault } from '@heling/platform/server/vault';
import type { timeline } from '../contract/persons';
import { ASSESSMENT_STATES, type AssessmentState } from '../domain/assessment-steps';
import { NEED_LEVEL_NAMES, type NeedLevel } from '../domain/person';

/** Words for the changes that the audit notes. */
const CHANGES: Record<string, string> = {
  'people.add': '登记入册',
  'people.import': '名单导入',
  'people.correct': '更正档案',
  'people.move': '迁居',
  'people.markDeceased': '登记去世',
  'people.takeBackDeceased': '撤销去世登记',
  'people.addContact': '增加联系人',
  'people.editContact': '修改联系人',
  'people.removeContact': '删除联系人',
  'people.setHealth': '更新健康状况',
  'people.setHousehold': '变更住户',
  'access.grantConsent': '授权家属',
  'access.withdrawConsent': '撤回家属授权',
};
const KINDS = ['change', 'assessment', 'order', 'visit', 'complaint'] as const;

interface Row {
  /** With microseconds, so that no row is lost between pages. */
  place: string;
  at: Date;
  kind: number;
  id: number;
  order_id: number | null;
  code: string;
  /** Name of the service, level, or what was said. */
  words: string | null;
  account_id: number | null;
  account: Buffer | null;
}

const branch = (select: string) =>
  `(SELECT * FROM (${select}) b(at, kind, id, order_id, code, words, account_id) WHERE $2::timestamptz IS NULL OR (b.at, b.kind, b.id) < ($2, $3::int, $4::bigint)
    ORDER BY b.at DESC, b.kind DESC, b.id DESC LIMIT $5)`;

/** A set-based read over contexts, under row-level security: what a caller may not see of them is not there. */
const TIMELINE = `SELECT to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS place, t.*, a.pii AS account
  FROM (${[
    `SELECT l.at, 0, l.id, NULL::bigint, l.action, NULL::text, l.account_id
     FROM audit_log l WHERE l.person_id = $1 AND l.action = ANY ($6::text[])`,
    `SELECT coalesce(s.second_signed_at, s.first_signed_at, s.assessed_on::timestamptz), 1, s.id, NULL::bigint, s.state, s.level,
       coalesce(s.second_assessor, s.first_assessor, s.started_by) FROM assessments s WHERE s.person_id = $1`,
    `SELECT o.placed_at, 2, o.id, o.id, o.state, v.name, o.placed_by FROM orders o JOIN services v ON v.code = o.service
     WHERE o.person_id = $1`,
    `SELECT coalesce(v.done_at, v.window_start), 3, v.id, v.order_id, v.state, s.name, NULL::bigint FROM visits v
     JOIN services s ON s.code = v.service WHERE v.person_id = $1 AND (v.done_at IS NOT NULL OR v.window_start < $7)`,
    `SELECT c.at, 4, c.id, c.order_id, c.state, c.text, c.account_id FROM complaints c JOIN orders o ON o.id = c.order_id
     WHERE o.person_id = $1`,
  ]
    .map(branch)
    .join(' UNION ALL ')}) t LEFT JOIN accounts a ON a.id = t.account_id
  ORDER BY t.at DESC, t.kind DESC, t.id DESC LIMIT $5`;

/** What has happened to a person, newest first. */
@Injectable()
export class TimelineService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async timeline(
    ctx: RequestContext,
    id: number,
    { cursor, limit }: { cursor?: string; limit: number },
  ): Promise<Output<typeof timeline>> {
    const after = fromCursor(cursor, 3) ?? [null, null, null];
    const now = this.clock.now();
    const rows = await this.db.run(ctx, async (tx) => {
      if (!(await tx.one('SELECT 1 FROM persons p WHERE p.id = $1', [id]))) {
        throw notFound('没有找到这位老人，或您无权查看。');
      }
      return tx.sql<Row>(TIMELINE, [id, ...after, limit + 1, Object.keys(CHANGES), now]);
    });
    return pageFrom(
      rows,
      limit,
      now,
      (row) => [row.place, row.kind, row.id],
      (row) => ({
        at: row.at.toISOString(),
        kind: KINDS[row.kind] ?? 'change',
        refId: row.id,
        orderId: row.order_id,
        ...wordsOf(row),
        code: row.code,
        accountId: row.account_id,
        accountName: row.account ? this.vault.open<{ name: string }>(row.account).name : null,
      }),
    );
  }
}

function wordsOf({ kind, code, words }: Row): { title: string; detail: string | null } {
  if (kind === 0) return { title: CHANGES[code] ?? code, detail: null };
  if (kind === 1) {
    return {
      title: `能力评估：${ASSESSMENT_STATES[code as AssessmentState] ?? code}`,
      detail: NEED_LEVEL_NAMES[words as NeedLevel] ?? null,
    };
  }
  if (kind === 2) return { title: `下单：${words ?? ''}`, detail: null };
  if (kind === 3) return { title: `上门：${words ?? ''}`, detail: null };
  return { title: '投诉', detail: words };
}
