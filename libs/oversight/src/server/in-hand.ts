import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { alarmInHand } from '../contract/alarms';
import { alarmOf, type HandRow } from './alarm-rows';
import { StaffNames } from './names';

type Answer = z.input<typeof alarmInHand>;

/** Puts names to alarms: who is called, who acknowledged, who takes over. */
@Injectable()
export class InHand {
  constructor(@Inject(StaffNames) private readonly names: StaffNames) {}

  async of(rows: readonly HandRow[]): Promise<Answer[]> {
    const names = await this.names.of(
      rows.flatMap((row) => [row.call?.account ?? null, row.ack?.by ?? null, row.owner_id]),
    );
    const nameOf = (id: number | null | undefined) =>
      id === null || id === undefined ? null : (names.get(id) ?? null);
    return rows.map((row) => ({
      ...alarmOf(row),
      calling: row.call && {
        duty: row.call.duty,
        name: nameOf(row.call.account),
        channel: row.call.channel,
        state: row.call.state,
        at: new Date(row.call.at).toISOString(),
      },
      ackedById: row.ack?.by ?? null,
      ackedBy: nameOf(row.ack?.by),
      ackedAt: row.ack ? new Date(row.ack.at).toISOString() : null,
      onSiteAt: row.on_site_at?.toISOString() ?? null,
      owner: nameOf(row.owner_id),
    }));
  }
}
