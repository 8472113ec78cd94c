'use client';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { payeesRoute } from '@heling/benefits/contract/facts';
import { businessDay } from '@heling/platform/domain/calendar';
import {
  benefitsConfirmPayee,
  benefitsOfPerson,
  benefitsPayees,
  benefitsProposePayee,
  benefitsWaitingPayees,
} from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useMay } from '../shell/me';

type Payee = Output<typeof payeesRoute>['items'][number];
const ACCOUNT = /^\d{8,30}$/;

/** Where a person's money goes: masked, dated, changed by two people. */
export function PayeesPanel({ personId }: { personId: number }) {
  const answer = useCall(benefitsPayees, { params: { id: personId } });
  const keeps = useMay(['allowanceClerk', 'street', 'allowanceReviewer']);
  const [proposing, setProposing] = useState(false);
  return (
    <Panel title="收款账户" actions={keeps && <Button onClick={() => setProposing(true)}>换账户</Button>}>
      <Answer of={answer} lines={3}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className="muted">还没有收款账户；没有账户的，发放时会暂缓。</p>}
            <ul className="lines">
              {items.map((payee) => (
                <li key={payee.id}>
                  <span>
                    {payee.name} {payee.bank} <span className="number">{payee.account}</span>{' '}
                    <span className="muted">
                      {payee.from} 起{payee.proxyRelation && `，代领人（${payee.proxyRelation}）`}
                    </span>
                  </span>
                  <PayeeState payee={payee} keeps={keeps} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
      {proposing && <ProposeDialog personId={personId} close={() => setProposing(false)} />}
    </Panel>
  );
}

function PayeeState({ payee, keeps }: { payee: Payee; keeps: boolean }) {
  if (payee.state === 'rejected') return <Mark tone="unknown">已驳回</Mark>;
  if (payee.state === 'confirmed') {
    return payee.current ? <Mark tone="ok">在用</Mark> : <span className="muted">以前的或以后的</span>;
  }
  if (!keeps || !payee.canConfirm) return <Mark tone="p2">待另一人确认</Mark>;
  return <ConfirmPayee id={payee.id} />;
}

/** The second person's yes or no. */
export function ConfirmPayee({ id }: { id: number }) {
  const toasts = useToasts();
  const confirm = useCommand(benefitsConfirmPayee, [benefitsPayees, benefitsWaitingPayees, benefitsOfPerson]);
  const say = (accept: boolean) =>
    confirm.mutate(
      { params: { id }, body: { accept } },
      {
        onSuccess: () => toasts.done(accept ? '账户已确认' : '账户已驳回'),
        onError: toasts.failed,
      },
    );
  return (
    <span className="row">
      <Button size="small" type="primary" loading={confirm.isPending} onClick={() => say(true)}>
        确认
      </Button>
      <Button size="small" disabled={confirm.isPending} onClick={() => say(false)}>
        驳回
      </Button>
    </span>
  );
}

function ProposeDialog({ personId, close }: { personId: number; close(): void }) {
  const today = businessDay(useNow(60_000));
  const toasts = useToasts();
  const [typed, setTyped] = useState({ name: '', bank: '', account: '', proxyRelation: '', from: today });
  const propose = useCommand(benefitsProposePayee, [benefitsPayees, benefitsWaitingPayees]);
  const set = (change: Partial<typeof typed>) => setTyped({ ...typed, ...change });
  const account = typed.account.replaceAll(' ', '');
  const ready = typed.name.trim() && typed.bank.trim() && ACCOUNT.test(account);
  return (
    <Dialog
      title="换收款账户"
      width={640}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>取消</Button>
          <Button
            type="primary"
            disabled={!ready}
            loading={propose.isPending}
            onClick={() =>
              propose.mutate(
                {
                  params: { id: personId },
                  body: {
                    name: typed.name.trim(),
                    bank: typed.bank.trim(),
                    account,
                    from: typed.from,
                    ...(typed.proxyRelation.trim() ? { proxyRelation: typed.proxyRelation.trim() } : {}),
                  },
                },
                {
                  onSuccess: () => {
                    toasts.done('已提出，等另一人确认');
                    close();
                  },
                },
              )
            }
          >
            提出
          </Button>
        </>
      }
    >
      <p className="muted">由另一个人确认后才生效；保存后只显示末四位。</p>
      <div className="fields">
        <Field label="户名" required>
          {(ids) => (
            <Input
              {...ids}
              maxLength={40}
              value={typed.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="开户行" required>
          {(ids) => (
            <Input
              {...ids}
              maxLength={60}
              value={typed.bank}
              onChange={(event) => set({ bank: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="账号"
          required
          error={typed.account !== '' && !ACCOUNT.test(account) ? '账号是 8 至 30 位数字' : null}
        >
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              autoComplete="off"
              maxLength={40}
              value={typed.account}
              onChange={(event) => set({ account: event.target.value })}
            />
          )}
        </Field>
        <Field label="代领人与老人的关系" hint="老人自己的账户就空着">
          {(ids) => (
            <Input
              {...ids}
              maxLength={20}
              value={typed.proxyRelation}
              onChange={(event) => set({ proxyRelation: event.target.value })}
            />
          )}
        </Field>
        <Field label="从哪天起用" required>
          {({ status: _status, ...ids }) => (
            <DayInput {...ids} value={typed.from} onChange={(from) => set({ from })} />
          )}
        </Field>
      </div>
      <Problem problem={propose.error} />
    </Dialog>
  );
}
