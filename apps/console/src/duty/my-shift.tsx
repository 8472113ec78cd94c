'use client';
import { Button } from 'antd';
import { useState } from 'react';
import { DUTIES } from '@heling/oversight/domain/policy';
import { oversightEndShift, oversightQueue, oversightShifts } from '@heling/ui/api.gen';
import { clock } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useMe } from '../shell/me';
import { HandOverDialog } from './hand-over';

const HOUR_MS = 3_600_000;

/** One's own shift at this institution, and its end (交班): open P0 and P1 are handed over by name first. */
export function MyShift({ facilityId }: { facilityId: number | null }) {
  const me = useMe();
  const toasts = useToasts();
  const now = useNow(30_000);
  const [open, setOpen] = useState(false);
  const hour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const shifts = useCall(
    oversightShifts,
    {
      query: {
        facilityId: facilityId ?? 0,
        from: new Date(hour).toISOString(),
        to: new Date(hour + HOUR_MS).toISOString(),
      },
    },
    { enabled: facilityId !== null, keep: true },
  );
  const queue = useCall(
    oversightQueue,
    { query: facilityId === null ? {} : { facilityId } },
    { enabled: facilityId !== null },
  );
  const command = useCommand(oversightEndShift, [oversightShifts]);
  if (facilityId === null) return null;
  const mine = shifts.data?.items.find(
    (shift) =>
      shift.accountId === me.accountId &&
      shift.endedAt === null &&
      Date.parse(shift.startsAt) <= now.getTime() &&
      Date.parse(shift.endsAt) > now.getTime(),
  );
  if (!mine) return shifts.data ? <span className="muted">您现在没有排班</span> : null;
  const mustGo = (queue.data?.items ?? []).filter(
    (alarm) =>
      ['P0', 'P1'].includes(alarm.priority) && (alarm.ownerId === null || alarm.ownerId === me.accountId),
  );
  return (
    <>
      <span>
        {DUTIES[mine.duty]} {clock(mine.startsAt)}–{clock(mine.endsAt)}
      </span>
      <Button onClick={() => setOpen(true)}>交班</Button>
      <Problem problem={command.error} />
      {open ? (
        <HandOverDialog
          facilityId={facilityId}
          alarms={mustGo}
          end={() =>
            command
              .mutateAsync({ params: { id: mine.id }, body: { version: mine.version } })
              .then(() => toasts.done('已交班'))
          }
          close={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
