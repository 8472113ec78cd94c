'use client';
import { Button } from 'antd';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { factsRoute } from '@heling/benefits/contract/facts';
import { CERTIFIED_BY, DISABILITIES } from '@heling/benefits/domain/states';
import {
  benefitsCertifications,
  benefitsExplanation,
  benefitsFacts,
  benefitsWithdrawFact,
} from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Field } from '../parts/field';
import { Panel } from '../parts/page-head';
import { Answer } from '../parts/states';
import { useMay } from '../shell/me';
import { FactDialog } from './fact-dialog';
import { ReasonDialog } from './reason-dialog';

type Fact = Output<typeof factsRoute>['items'][number];
const GRADES = ['', '一级', '二级', '三级', '四级'];
const WAYS: Record<string, string> = { ...CERTIFIED_BY, ...DISABILITIES };

/** What an allowance rests on besides age and residence: certifications, disability, hardship, care, payment elsewhere. */
export function FactsPanel({ personId }: { personId: number }) {
  const answer = useCall(benefitsFacts, { params: { id: personId } });
  const keeps = useMay(['allowanceClerk', 'street', 'community']);
  const [adding, setAdding] = useState(false);
  const [taking, setTaking] = useState<Fact | null>(null);
  return (
    <Panel
      title="津贴依据的情况"
      actions={keeps && <Button onClick={() => setAdding(true)}>登记情况</Button>}
    >
      <Answer of={answer} lines={4}>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <p className="muted">还没有登记。申请当作一次生存认证；残疾、低保、照护需要在这里登记。</p>
            )}
            <ul className="lines">
              {items.map((fact) => (
                <li key={fact.id}>
                  <span>
                    {fact.kindName}
                    {fact.detail && ` ${WAYS[fact.detail] ?? ''}`}
                    {fact.grade !== null && ` ${GRADES[fact.grade]}`}{' '}
                    <span className="muted">{spellOf(fact)}</span>
                  </span>
                  {keeps && fact.kind !== 'extension' && (
                    <Button type="link" onClick={() => setTaking(fact)}>
                      更改
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
      {adding && <FactDialog personId={personId} close={() => setAdding(false)} />}
      {taking && <TakeDialog fact={taking} close={() => setTaking(null)} />}
    </Panel>
  );
}

const isDay = ({ kind }: Fact) => kind === 'certification' || kind === 'visitAttempt';

/** Takes a fact back that was wrong, or ends one that holds no longer. */
function TakeDialog({ fact, close }: { fact: Fact; close(): void }) {
  const [to, setTo] = useState('');
  const withdraw = useCommand(benefitsWithdrawFact, [
    benefitsFacts,
    benefitsExplanation,
    benefitsCertifications,
  ]);
  return (
    <ReasonDialog
      title={`${fact.kindName} ${spellOf(fact)}`}
      verb={to ? '登记结束' : '撤销'}
      danger
      max={200}
      hint="之后按新的情况重新计算，多发的可以追回，少发的会补"
      busy={withdraw.isPending}
      problem={withdraw.error}
      onGo={(reason) =>
        withdraw.mutate(
          { params: { id: fact.id }, body: { reason, ...(to ? { to } : {}) } },
          { onSuccess: close },
        )
      }
      close={close}
    >
      {!isDay(fact) && (
        <Field label="从哪天起不再成立" hint="登记错了、从来不成立的就空着，整条撤销">
          {({ status: _status, ...ids }) => <DayInput {...ids} min={fact.from} value={to} onChange={setTo} />}
        </Field>
      )}
    </ReasonDialog>
  );
}

function spellOf({ kind, from, to }: Fact): string {
  if (kind === 'certification' || kind === 'visitAttempt') return from;
  if (kind === 'extension') return from.slice(0, 7);
  return to ? `${from} 起，到 ${to}` : `${from} 起`;
}
