'use client';
import { Button, InputNumber } from 'antd';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { addDays, businessDay } from '@heling/platform/domain/calendar';
import { benefitsClaim, benefitsDebts, benefitsExplanation } from '@heling/ui/api.gen';
import { yuan } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useNow } from '../parts/use-now';
import { monthsName } from './words';

const DAYS = 30;

/** Claims what was paid too much; the letter is made from it. */
export function ClaimDialog({
  entitlementId,
  lines,
  close,
}: {
  entitlementId: number;
  lines: readonly { from: string; to: string; fen: number }[];
  close(): void;
}) {
  const router = useRouter();
  const today = businessDay(useNow(60_000));
  const [instalments, setInstalments] = useState(1);
  const [dueOn, setDueOn] = useState(addDays(today, DAYS));
  const claim = useCommand(benefitsClaim, [benefitsDebts, benefitsExplanation]);
  return (
    <Dialog
      title="立追回"
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>取消</Button>
          <Button
            type="primary"
            loading={claim.isPending}
            onClick={() =>
              claim.mutate(
                { params: { id: entitlementId }, body: { instalments, dueOn } },
                { onSuccess: ({ id }) => router.push(`/debts/?open=${id}`) },
              )
            }
          >
            立追回
          </Button>
        </>
      }
    >
      <ul className="consequences">
        {lines.map((line) => (
          <li key={line.from}>
            {monthsName(line.from, line.to)}，多发 {yuan(line.fen)}
          </li>
        ))}
        <li>立追回后可以打印通知书；以后消息有变，下次发放时按新情况更正金额</li>
      </ul>
      <div className="fields">
        <Field label="分几期" hint="每月一期，最多 36 期">
          {({ id }) => (
            <InputNumber
              id={id}
              min={1}
              max={36}
              value={instalments}
              onChange={(value) => setInstalments(value ?? 1)}
            />
          )}
        </Field>
        <Field label="第一期归还日期" required>
          {({ status: _status, ...ids }) => (
            <DayInput {...ids} min={today} value={dueOn} onChange={setDueOn} />
          )}
        </Field>
      </div>
      <Problem problem={claim.error} />
    </Dialog>
  );
}
