import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { audit } from '@heling/access/server/audit';
import type { Output } from '@heling/platform/contract/route';
import { localMinute } from '@heling/platform/domain/calendar';
import { Clock } from '@heling/platform/server/clock';
import type { RequestContext } from '@heling/platform/server/context';
import { Database } from '@heling/platform/server/database';
import { Vault } from '@heling/platform/server/vault';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { SHEET_MOST, type sheetRoute } from '../contract/sheet';
import { problems } from './problems';
import { Snapshots } from './snapshots';
import { crewsOf, VISIT, type Recipient, type VisitRow } from './visit-row';

/** Carers' work lists (上门单) for paper, limited, watermarked, each person on them recorded. */
@Injectable()
export class SheetService {
  constructor(
    @Inject(Database) private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Snapshots) private readonly snapshots: Snapshots,
  ) {}

  async sheet(
    ctx: RequestContext,
    body: z.output<(typeof sheetRoute)['body']>,
  ): Promise<Output<typeof sheetRoute>> {
    const now = this.clock.now();
    return this.db.run(ctx, async (tx) => {
      const rows = await tx.sql<VisitRow & { org_name: string }>(
        `SELECT x.*, g.name AS org_name FROM (${VISIT} WHERE v.day = $1) x JOIN orgs g ON g.id = x.org
         WHERE x.state IN ('assigned', 'accepted', 'enRoute', 'arrived', 'gated', 'inService')
           AND x.recipient IS NOT NULL AND x.starts_at IS NOT NULL
           AND ($2::bigint IS NULL OR x.org = $2) AND ($3::text IS NULL OR x.division ^@ $3)
           AND ($4::text IS NULL OR x.service = $4) AND ($5 OR x.form <> 'meal')
         ORDER BY x.starts_at, x.id LIMIT ${SHEET_MOST + 1}`,
        [body.day, body.org ?? null, body.division ?? null, body.service ?? null, body.meals],
      );
      if (rows.length > SHEET_MOST) throw problems.sheetTooLong(SHEET_MOST);
      const crews = await crewsOf(
        tx,
        rows.map((row) => row.id),
      );
      await audit(
        tx,
        ctx,
        this.clock,
        ...rows.map((row) => ({
          action: 'dispatch.sheet',
          subject: 'visit',
          subjectId: row.id,
          personId: row.person_id,
          division: row.division,
          purpose: 'workList',
        })),
      );
      return {
        day: body.day,
        visits: rows.map((row) => {
          const { name, phone, address, warnings } = this.vault.open<Recipient>(row.recipient!);
          return {
            id: row.id,
            startsAt: row.starts_at!.toISOString(),
            minutes: row.minutes,
            serviceName: SERVICE_NAMES[row.service] ?? row.service_name,
            orgName: row.org_name,
            carers: (crews.get(row.id) ?? []).map((each) => ({
              id: each.carer_id,
              name: this.snapshots.nameOf(each.carer),
            })),
            personName: name,
            phone,
            address,
            warnings,
          };
        }),
        watermark: `鹤龄 内部资料 账号${ctx.accountId ?? 0} ${localMinute(now)} 用完请销毁`,
        asOf: now.toISOString(),
      };
    });
  }
}
