'use client';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import { businessDay, businessMonth } from '@heling/platform/domain/calendar';
import { DayInput, MonthInput } from '../calendar/day-input';
import { Dialog } from '../parts/dialog';
import { DivisionSelect } from '../parts/division-select';
import { Field } from '../parts/field';
import { optionsOf } from '../parts/options';
import { useNow } from '../parts/use-now';
import { NewsPreview } from './news-preview';

const KINDS = {
  died: '去世',
  left: '户籍迁出本市',
  moved: '户籍迁到本市别处',
  paidElsewhere: '在外地领取',
  born: '出生日期更正',
} as const;
type Kind = keyof typeof KINDS;
/** A division that belongs to no jurisdiction of this city. */
const OUTSIDE = '99';

/** Looks at what late news would bring before anybody records it; nothing is changed here. */
export function PreviewDialog({ page, close }: { page: PersonPage; close(): void }) {
  const now = useNow(60_000);
  const today = businessDay(now);
  const [kind, setKind] = useState<Kind>('died');
  const [on, setOn] = useState(today);
  const [born, setBorn] = useState(page.birth);
  const [division, setDivision] = useState<string | undefined>();
  const [from, setFrom] = useState(businessMonth(now));
  const [to, setTo] = useState('');
  const news = () => {
    switch (kind) {
      case 'died':
        return { died: on };
      case 'left':
        return { moved: { on, division: OUTSIDE } };
      case 'moved':
        return division ? { moved: { on, division } } : null;
      case 'paidElsewhere':
        return to && to < from ? null : { paidElsewhere: { from, ...(to ? { to } : {}) } };
      case 'born':
        return born === page.birth ? null : { born };
    }
  };
  const dated = kind === 'died' || kind === 'left' || kind === 'moved';
  return (
    <Dialog
      title={`试算：${page.identity.name}的津贴会怎样`}
      width={760}
      onCancel={close}
      footer={<Button onClick={close}>关闭</Button>}
    >
      <p className="muted">只计算，不登记。登记后在下一次发放时补发；多发的在逐月说明里立追回。</p>
      <div className="fields">
        <Field label="如果" required>
          {({ id }) => (
            <Select id={id} aria-label="如果" value={kind} onChange={setKind} options={optionsOf(KINDS)} />
          )}
        </Field>
        {dated && (
          <Field label={kind === 'died' ? '去世日期' : '从哪天起'} required>
            {({ status: _status, ...ids }) => <DayInput {...ids} max={today} value={on} onChange={setOn} />}
          </Field>
        )}
        {kind === 'moved' && (
          <Field label="迁到" required wide>
            {({ 'aria-required': _required, 'aria-invalid': _invalid, ...ids }) => (
              <DivisionSelect {...ids} label="迁到" value={division} onChange={setDivision} />
            )}
          </Field>
        )}
        {kind === 'born' && (
          <Field label="正确的出生日期" required>
            {({ status: _status, ...ids }) => (
              <DayInput {...ids} max={today} value={born} onChange={setBorn} />
            )}
          </Field>
        )}
        {kind === 'paidElsewhere' && (
          <>
            <Field label="从哪月起" required>
              {({ status: _status, ...ids }) => <MonthInput {...ids} value={from} onChange={setFrom} />}
            </Field>
            <Field label="到哪月" hint="还在领就空着">
              {({ status: _status, ...ids }) => <MonthInput {...ids} value={to} onChange={setTo} />}
            </Field>
          </>
        )}
      </div>
      <NewsPreview personId={page.id} news={news()} />
    </Dialog>
  );
}
