'use client';
import { useState } from 'react';
import { Button, Input } from 'antd';
import { statementsCorrect, statementsLines, statementsList } from '@heling/ui/api.gen';
import { fenOf, yuan } from '@heling/ui/format';
import { useCommand } from '@heling/ui/react/use-call';
import { Field } from '../parts/field';
import { Panel } from '../parts/page-head';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import type { Line } from './model';

/** Takes back part of a visit on a frozen statement: booked on the next one that nobody has signed. */
export function Correction({
  statementId,
  line,
  onDone,
}: {
  statementId: number;
  line: Line;
  onDone: () => void;
}) {
  const toasts = useToasts();
  const [subsidy, setSubsidy] = useState((line.subsidy / 100).toFixed(2));
  const [selfPay, setSelfPay] = useState('0');
  const [reason, setReason] = useState('');
  const correct = useCommand(statementsCorrect, [statementsLines, statementsList]);
  const back = fenOf(subsidy);
  const own = fenOf(selfPay);
  const wrong =
    back === null || own === null
      ? '金额请填数字，如 12.50'
      : back > line.subsidy || own > line.selfPay
        ? `最多退回补贴 ${yuan(line.subsidy)}、自付 ${yuan(line.selfPay)}`
        : back === 0 && own === 0
          ? '两项都是 0，不需要更正'
          : null;
  return (
    <Panel title={`更正 ${line.day} ${line.serviceName}（订单 ${line.orderId}）`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong || back === null || own === null || !reason.trim()) return;
          correct.mutate(
            {
              params: { id: statementId },
              body: { visitId: line.visitId, subsidy: 0 - back, selfPay: 0 - own, reason: reason.trim() },
            },
            {
              onSuccess: () => {
                toasts.done('已记入下一份没签字的结算单');
                onDone();
              },
            },
          );
        }}
      >
        <div className="fields">
          <Field label="退回补贴（元）">
            {(ids) => (
              <Input
                {...ids}
                autoFocus
                inputMode="decimal"
                value={subsidy}
                onChange={(event) => setSubsidy(event.target.value)}
              />
            )}
          </Field>
          <Field label="退回自付（元）">
            {(ids) => (
              <Input
                {...ids}
                inputMode="decimal"
                value={selfPay}
                onChange={(event) => setSelfPay(event.target.value)}
              />
            )}
          </Field>
          <Field label="原因" required error={wrong}>
            {(ids) => (
              <Input
                {...ids}
                value={reason}
                maxLength={200}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Problem problem={correct.error} />
        <p className="row">
          <Button
            type="primary"
            htmlType="submit"
            disabled={wrong !== null || !reason.trim()}
            loading={correct.isPending}
          >
            {back !== null && !wrong ? `更正，少付 ${yuan(back)}` : '更正'}
          </Button>
          <Button onClick={onDone}>取消</Button>
        </p>
      </form>
    </Panel>
  );
}
