'use client';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { MonthInput } from '../calendar/day-input';
import { useDivisions } from '../parts/division-select';
import { Field } from '../parts/field';
import { Mark } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { useMe } from '../shell/me';
import { problemsOf, type BandForm, type PackForm } from './pack-form';
import styles from './benefits.module.css';

const LEAP = [
  { value: 'feb-28', label: '2 月 28 日' },
  { value: 'mar-01', label: '3 月 1 日' },
];
const BACK = [
  { value: 'from-application-month', label: '从申请的月份起' },
  { value: 'from-eligibility', label: '从符合条件的月份起' },
];

/** A pack as a form: amounts in yuan, ages, months, rules; what stands against publishing is named as one types. */
export function PackEditor({
  form,
  onChange,
  readOnly = false,
}: {
  form: PackForm;
  onChange(form: PackForm): void;
  readOnly?: boolean;
}) {
  const { scope } = useMe();
  const { items } = useDivisions();
  const set = (change: Partial<PackForm>) => onChange({ ...form, ...change });
  const byAge = form.scheme === 'old-age-allowance';
  const problems = problemsOf(form);
  const whole = scope.divisions.find((code) => code.length < 6);
  const places = [
    ...(whole ? [{ value: whole, label: '全市' }] : []),
    ...items
      .filter((each) => each.level === 'county' && scope.divisions.some((code) => each.code.startsWith(code)))
      .map((each) => ({ value: each.code, label: each.name })),
  ];
  if (!places.some((each) => each.value === form.jurisdiction)) {
    places.push({
      value: form.jurisdiction,
      label: form.jurisdiction.length < 6 ? '全市' : form.jurisdiction,
    });
  }
  return (
    <div className={styles.stack}>
      {!readOnly && (
        <div role="status" aria-label="检查">
          {problems.length === 0 ? (
            <Mark tone="ok">每个年龄、每个月都有且只有一条标准</Mark>
          ) : (
            <ul className="consequences">
              {problems.map((each) => (
                <li key={each}>
                  <Mark tone="p1">要改</Mark> {each}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <fieldset disabled={readOnly} className={styles.stack} style={{ border: 0, padding: 0, margin: 0 }}>
        <Panel title="版本">
          <div className="fields">
            <Field label="版本号" required hint="如 2026-07；同一范围不能重复">
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={40}
                  value={form.version}
                  onChange={(event) => set({ version: event.target.value })}
                />
              )}
            </Field>
            <Field label="适用范围" required hint="户籍在这里的人">
              {({ id }) => (
                <Select
                  id={id}
                  aria-label="适用范围"
                  disabled={readOnly}
                  value={form.jurisdiction}
                  options={places}
                  onChange={(jurisdiction) => set({ jurisdiction })}
                />
              )}
            </Field>
            <Field label="从哪月的发放起" required hint="已开始发放的月份不能选">
              {({ status: _status, ...ids }) => (
                <MonthInput
                  {...ids}
                  value={form.effectiveFrom}
                  onChange={(effectiveFrom) => set({ effectiveFrom })}
                />
              )}
            </Field>
            <Field label="公示几天" required>
              {({ id }) => (
                <InputNumber
                  id={id}
                  min={1}
                  max={60}
                  value={form.noticeDays}
                  onChange={(noticeDays) => set({ noticeDays: noticeDays ?? 7 })}
                />
              )}
            </Field>
          </div>
        </Panel>
        <Panel
          title="标准"
          actions={
            !readOnly && (
              <Button
                onClick={() =>
                  set({
                    bands: [
                      ...form.bands,
                      { minAge: '', maxAge: '', yuan: '', from: form.effectiveFrom, to: '' },
                    ],
                  })
                }
              >
                加一条
              </Button>
            )
          }
        >
          <div className={styles.bands}>
            {form.bands.map((band, i) => (
              <Band
                key={i}
                n={i + 1}
                band={band}
                byAge={byAge}
                readOnly={readOnly}
                onChange={(next) => set({ bands: form.bands.map((old, at) => (at === i ? next : old)) })}
                onRemove={() => set({ bands: form.bands.filter((_, at) => at !== i) })}
              />
            ))}
          </div>
        </Panel>
        <Panel title="规则">
          <div className="fields">
            {byAge && (
              <>
                <Rule
                  label="从哪月起发"
                  text="满岁的次月起（不选：满岁的当月起）"
                  value={form.startsMonthAfterBirthday}
                  onChange={(startsMonthAfterBirthday) => set({ startsMonthAfterBirthday })}
                />
                <Rule
                  label="哪月换档"
                  text="生日的次月换档（不选：生日的当月）"
                  value={form.bandChangesMonthAfterBirthday}
                  onChange={(bandChangesMonthAfterBirthday) => set({ bandChangesMonthAfterBirthday })}
                />
                <Field label="2 月 29 日出生的，平年生日算">
                  {({ id }) => (
                    <Select
                      id={id}
                      aria-label="2 月 29 日出生的，平年生日算"
                      disabled={readOnly}
                      value={form.leapDayBirthday}
                      options={LEAP}
                      onChange={(leapDayBirthday) => set({ leapDayBirthday })}
                    />
                  )}
                </Field>
              </>
            )}
            {form.scheme === 'disability-care' && (
              <Rule
                label="扩大范围"
                text="三、四级智力、精神残疾也算"
                value={form.extendToGrades34}
                onChange={(extendToGrades34) => set({ extendToGrades34 })}
              />
            )}
            <Rule
              label="去世当月"
              text="去世当月照发"
              value={form.paidInMonthOfDeath}
              onChange={(paidInMonthOfDeath) => set({ paidInMonthOfDeath })}
            />
            <Field label="补发">
              {({ id }) => (
                <Select
                  id={id}
                  aria-label="补发"
                  disabled={readOnly}
                  value={form.backRule}
                  options={BACK}
                  onChange={(backRule) => set({ backRule })}
                />
              )}
            </Field>
            {form.backRule === 'from-eligibility' && (
              <Field label="最多补几个月" hint="空着：不限">
                {(ids) => (
                  <Input
                    {...ids}
                    inputMode="numeric"
                    maxLength={3}
                    value={form.maxMonths}
                    onChange={(event) => set({ maxMonths: event.target.value })}
                  />
                )}
              </Field>
            )}
            <Rule
              label="生存认证"
              text="要做生存认证"
              value={form.certified}
              onChange={(certified) => set({ certified })}
            />
            {form.certified && (
              <>
                <Field label="每几个月认证一次">
                  {({ id }) => (
                    <InputNumber
                      id={id}
                      min={1}
                      max={60}
                      value={form.everyMonths}
                      onChange={(everyMonths) => set({ everyMonths: everyMonths ?? 12 })}
                    />
                  )}
                </Field>
                <Field label="到期后宽限几个月">
                  {({ id }) => (
                    <InputNumber
                      id={id}
                      min={0}
                      max={24}
                      value={form.graceMonths}
                      onChange={(graceMonths) => set({ graceMonths: graceMonths ?? 0 })}
                    />
                  )}
                </Field>
                <Rule
                  label="重新认证后"
                  text="补发暂停的月份"
                  value={form.restoreArrears}
                  onChange={(restoreArrears) => set({ restoreArrears })}
                />
              </>
            )}
          </div>
        </Panel>
      </fieldset>
    </div>
  );
}

function Rule({
  label,
  text,
  value,
  onChange,
}: {
  label: string;
  text: string;
  value: boolean;
  onChange(value: boolean): void;
}) {
  return (
    <Field label={label}>
      {({ id }) => (
        <Checkbox id={id} checked={value} onChange={(event) => onChange(event.target.checked)}>
          {text}
        </Checkbox>
      )}
    </Field>
  );
}

function Band({
  n,
  band,
  byAge,
  readOnly,
  onChange,
  onRemove,
}: {
  n: number;
  band: BandForm;
  byAge: boolean;
  readOnly: boolean;
  onChange(band: BandForm): void;
  onRemove(): void;
}) {
  const set = (change: Partial<BandForm>) => onChange({ ...band, ...change });
  return (
    <fieldset className={styles.band} aria-label={`第 ${n} 条`}>
      {byAge && (
        <>
          <Field label={`第 ${n} 条，从几岁`}>
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                maxLength={3}
                value={band.minAge}
                onChange={(event) => set({ minAge: event.target.value })}
              />
            )}
          </Field>
          <Field label="到几岁（空着：以上）">
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                maxLength={3}
                value={band.maxAge}
                onChange={(event) => set({ maxAge: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
      <Field label={byAge ? '每月（元）' : `第 ${n} 条，每月（元）`}>
        {(ids) => (
          <Input
            {...ids}
            inputMode="decimal"
            value={band.yuan}
            onChange={(event) => set({ yuan: event.target.value })}
          />
        )}
      </Field>
      <Field label="从哪月">
        {({ status: _status, ...ids }) => (
          <MonthInput {...ids} value={band.from} onChange={(from) => set({ from })} />
        )}
      </Field>
      <Field label="到哪月（空着：一直）">
        {({ status: _status, ...ids }) => (
          <MonthInput {...ids} value={band.to} onChange={(to) => set({ to })} />
        )}
      </Field>
      {!readOnly && (
        <Button aria-label={`删除第 ${n} 条`} onClick={onRemove}>
          删除
        </Button>
      )}
    </fieldset>
  );
}
