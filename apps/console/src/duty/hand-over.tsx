'use client';
import { Radio } from 'antd';
import { useState } from 'react';
import { DUTIES } from '@heling/oversight/domain/policy';
import { oversightAlarm, oversightHandOver, oversightQueue, oversightShifts } from '@heling/ui/api.gen';
import { span } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Answer, Empty, Problem } from '../parts/states';
import { useNow } from '../parts/use-now';
import { useMe } from '../shell/me';
import { placeOf, type DutyShift, type QueuedAlarm } from './model';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Who is on duty now or begins within the day, but oneself. */
export function useSuccessors(facilityId: number) {
  const me = useMe();
  // One question for the hour: the answer stays while the dialog is open.
  const [hour] = useState(() => Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
  const answer = useCall(oversightShifts, {
    query: {
      facilityId,
      from: new Date(hour).toISOString(),
      to: new Date(hour + DAY_MS).toISOString(),
    },
  });
  const possible = (items: DutyShift[]) =>
    items.filter(
      (shift) =>
        shift.endedAt === null && shift.accountId !== me.accountId && Date.parse(shift.endsAt) > Date.now(),
    );
  return { answer, possible };
}

/** Hands alarms over by name; with `end`, the shift ends afterwards. */
export function HandOverDialog({
  facilityId,
  alarms,
  end,
  close,
}: {
  facilityId: number;
  alarms: QueuedAlarm[];
  /** Ends the shift; answers when it is done. */
  end?: () => Promise<unknown>;
  close(): void;
}) {
  const now = useNow(60_000);
  const { answer, possible } = useSuccessors(facilityId);
  const [to, setTo] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const command = useCommand(oversightHandOver, [oversightQueue, oversightAlarm]);
  const needs = alarms.length > 0;
  const run = async () => {
    setBusy(true);
    try {
      for (const { id } of alarms) {
        await command.mutateAsync({ params: { id }, body: { shiftId: to! } });
      }
      await end?.();
      close();
    } catch {
      // The sentence stands in the dialog; what was handed over stays so.
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={end ? '交班' : '指名交接'}
      okText={end ? '交班' : '交接'}
      okButtonProps={{ disabled: needs && to === null }}
      onOk={() => void run()}
      confirmLoading={busy}
      onCancel={close}
    >
      {needs ? (
        <>
          <p>{end ? '还有未结束的紧急、重要报警，交给谁：' : '这条报警交给谁：'}</p>
          <ul className="consequences">
            {alarms.map((alarm) => (
              <li key={alarm.id}>
                {alarm.kindName} {placeOf(alarm)}
              </li>
            ))}
          </ul>
          <Answer of={answer} lines={3}>
            {({ items }) =>
              possible(items).length === 0 ? (
                <Empty title="24 小时内没有别人值守">
                  <p>先在“值守排班”里排上接班的人，再来交接。</p>
                </Empty>
              ) : (
                <Radio.Group
                  aria-label="接班的人"
                  value={to}
                  onChange={(event) => setTo(event.target.value as number)}
                  options={possible(items).map((shift) => ({
                    value: shift.id,
                    label: `${shift.name}（${DUTIES[shift.duty]}，${span(shift.startsAt, shift.endsAt, now)}）`,
                  }))}
                  style={{ display: 'grid', gap: 8 }}
                />
              )
            }
          </Answer>
        </>
      ) : (
        <p>没有需要交接的报警。交班后这一班结束，不再呼叫您。</p>
      )}
      <Problem problem={command.error} />
    </Dialog>
  );
}
