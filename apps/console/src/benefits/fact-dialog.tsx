'use client';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { CERTIFIED_BY, DISABILITIES, FACT_KINDS } from '@heling/benefits/domain/states';
import { businessDay } from '@heling/platform/domain/calendar';
import {
  benefitsAddFact,
  benefitsCertifications,
  benefitsExplanation,
  benefitsFacts,
} from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { optionsOf } from '../parts/options';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';

/** What staff record; an extension is filed by a run. */
type Kind = Exclude<keyof typeof FACT_KINDS, 'extension'>;
const KINDS = optionsOf(FACT_KINDS).flatMap(({ value, label }) =>
  value === 'extension' ? [] : [{ value, label }],
);
const GRADES = [
  { value: 1, label: '一级' },
  { value: 2, label: '二级' },
  { value: 3, label: '三级' },
  { value: 4, label: '四级' },
];
const HINTS: Partial<Record<Kind, string>> = {
  visitAttempt: '上门没有见到人。认证过了宽限期的，从下次发放起暂停；重新认证后恢复',
  careNeed: '经评定需要长期照护六个月以上',
  paidElsewhere: '按整月算，头尾的月份都算在内',
};

/** Records a fact that allowances rest on; for life certification how the person was seen. */
export function FactDialog({
  personId,
  name,
  kind: given,
  close,
}: {
  personId: number;
  name?: string;
  /** Only this kind. */
  kind?: Kind;
  close(): void;
}) {
  const today = businessDay(useNow(60_000));
  const toasts = useToasts();
  const [kind, setKind] = useState<Kind>(given ?? 'certification');
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState('');
  const [certifiedBy, setBy] = useState<keyof typeof CERTIFIED_BY>('faceToFace');
  const [disability, setDisability] = useState<keyof typeof DISABILITIES>('physical');
  const [grade, setGrade] = useState(1);
  const add = useCommand(benefitsAddFact, [benefitsFacts, benefitsExplanation, benefitsCertifications]);
  const oneDay = kind === 'certification' || kind === 'visitAttempt';
  const save = () =>
    add.mutate(
      {
        params: { id: personId },
        body: {
          kind,
          from,
          ...(!oneDay && to ? { to } : {}),
          ...(kind === 'certification' ? { certifiedBy } : {}),
          ...(kind === 'disability' ? { disability, grade } : {}),
        },
      },
      {
        onSuccess: () => {
          toasts.done(`已登记：${FACT_KINDS[kind]}`);
          close();
        },
      },
    );
  return (
    <Dialog
      title={`${given ? FACT_KINDS[given] : '登记情况'}${name ? `：${name}` : ''}`}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>取消</Button>
          <Button type="primary" loading={add.isPending} onClick={save}>
            登记
          </Button>
        </>
      }
    >
      <div className="fields">
        {!given && (
          <Field label="什么情况" required wide>
            {({ id }) => (
              <Select id={id} aria-label="什么情况" value={kind} onChange={setKind} options={KINDS} />
            )}
          </Field>
        )}
        {kind === 'certification' && (
          <Field label="认证方式" required wide>
            {({ id }) => (
              <Select
                id={id}
                aria-label="认证方式"
                value={certifiedBy}
                onChange={setBy}
                options={optionsOf(CERTIFIED_BY)}
              />
            )}
          </Field>
        )}
        {kind === 'disability' && (
          <>
            <Field label="类别" required>
              {({ id }) => (
                <Select
                  id={id}
                  aria-label="类别"
                  value={disability}
                  onChange={setDisability}
                  options={optionsOf(DISABILITIES)}
                />
              )}
            </Field>
            <Field label="等级" required>
              {({ id }) => (
                <Select id={id} aria-label="等级" value={grade} onChange={setGrade} options={GRADES} />
              )}
            </Field>
          </>
        )}
        <Field label={oneDay ? '日期' : '从哪天起'} required hint={HINTS[kind]}>
          {({ status: _status, ...ids }) => (
            <DayInput {...ids} {...(oneDay ? { max: today } : {})} value={from} onChange={setFrom} />
          )}
        </Field>
        {!oneDay && (
          <Field label="到哪天为止" hint="第一个不再成立的日子；不知道就空着">
            {({ status: _status, ...ids }) => <DayInput {...ids} min={from} value={to} onChange={setTo} />}
          </Field>
        )}
      </div>
      <Problem problem={add.error} />
    </Dialog>
  );
}
