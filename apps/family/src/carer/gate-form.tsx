'use client';
import { useDraft } from '@heling/ui/react/use-draft';
import { evaluateGate, vitalsReasons, type GateLimits } from '@heling/dispatch/domain/gate';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { Action, Notice, Reasons } from '../parts/basics';
import { TextArea, TextField, Tick } from '../parts/fields';
import type { Entry } from './store';

export type Gate = Extract<Entry, { kind: 'gate' }>['gate'];
export type VitalsAfter = Extract<Entry, { kind: 'vitalsAfter' }>['vitalsAfter'];

/** A number as typed, with a Chinese or a plain point; null when it is none or out of what the server takes. */
function numberIn(typed: string, [least, most]: readonly [number, number], whole: boolean): number | null {
  const text = typed.trim().replace('。', '.');
  if (!/^\d+(\.\d)?$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most && (!whole || Number.isInteger(value)) ? value : null;
}

const VITALS = [
  { key: 'systolic', label: '收缩压（高压）mmHg', bounds: [40, 300], whole: true },
  { key: 'diastolic', label: '舒张压（低压）mmHg', bounds: [20, 200], whole: true },
  { key: 'temperature', label: '体温 ℃', bounds: [30, 45], whole: false },
] as const;
const BEFORE = [
  ...VITALS,
  { key: 'water', label: '水温 ℃', bounds: [0, 100], whole: false },
  { key: 'pulse', label: '脉搏 次/分（可不填）', bounds: [20, 250], whole: true },
  { key: 'spo2', label: '血氧 %（可不填）', bounds: [50, 100], whole: true },
] as const;
const TICKS = [
  { key: 'consentOnFile', label: '有签字的助浴同意书' },
  { key: 'mealOk', label: '不是空腹，也不是刚吃完' },
  { key: 'skinOk', label: '皮肤没有破损、红肿' },
  { key: 'feelsWell', label: '老人说没有不舒服' },
  { key: 'familyPresent', label: '家属在场' },
] as const;
type Fields = Record<(typeof BEFORE)[number]['key'], string> & Record<(typeof TICKS)[number]['key'], boolean>;

const EMPTY: Fields = {
  systolic: '',
  diastolic: '',
  temperature: '',
  water: '',
  pulse: '',
  spo2: '',
  consentOnFile: false,
  mealOk: false,
  skinOk: false,
  feelsWell: false,
  familyPresent: false,
};

/** The check before a bath (助浴前安全检查): judged as it is typed; refused with reasons, or passed. */
export function GateForm({
  visit,
  limits,
  busy,
  onGate,
}: {
  visit: PhoneVisit;
  limits: GateLimits;
  busy: boolean;
  onGate: (gate: Gate, done: () => void) => void;
}) {
  const [draft, setDraft, clear] = useDraft(`gate:${visit.id}`, EMPTY);
  const values = Object.fromEntries(
    BEFORE.map((field) => [field.key, numberIn(draft[field.key], field.bounds, field.whole)]),
  ) as Record<keyof typeof draft, number | null>;
  const optional = (key: 'pulse' | 'spo2') => draft[key].trim() === '' || values[key] !== null;
  const complete =
    [...VITALS.map((field) => field.key), 'water' as const].every((key) => values[key] !== null) &&
    optional('pulse') &&
    optional('spo2');
  const measures = {
    systolic: values.systolic ?? 0,
    diastolic: values.diastolic ?? 0,
    temperature: values.temperature ?? 0,
    water: values.water ?? 0,
    ...(values.pulse === null ? {} : { pulse: values.pulse }),
    ...(values.spo2 === null ? {} : { spo2: values.spo2 }),
    consentOnFile: draft.consentOnFile,
    mealOk: draft.mealOk,
    skinOk: draft.skinOk,
    feelsWell: draft.feelsWell,
    familyPresent: draft.familyPresent,
  };
  const crew = visit.carers.filter((carer) => carer.arrivedAt !== null).length;
  const { passed, reasons } = evaluateGate(measures, limits, crew);
  const field = (each: (typeof BEFORE)[number]) => (
    <TextField
      key={each.key}
      label={each.label}
      inputMode="decimal"
      maxLength={5}
      value={draft[each.key]}
      onType={(text) => setDraft({ ...draft, [each.key]: text })}
      hint={
        draft[each.key].trim() !== '' && values[each.key] === null
          ? `请填 ${each.bounds[0]} 到 ${each.bounds[1]} 之间的数`
          : undefined
      }
    />
  );
  return (
    <section className="card stack">
      <h2>洗澡前安全检查</h2>
      <div className="grid">{BEFORE.map(field)}</div>
      {TICKS.map((tick) => (
        <Tick
          key={tick.key}
          label={tick.label}
          value={draft[tick.key]}
          onChange={(on) => setDraft({ ...draft, [tick.key]: on })}
        />
      ))}
      {!complete && <Notice title="血压、体温、水温填好后自动判断" />}
      {complete && passed && (
        <>
          <Notice tone="good" title="可以洗" />
          <Action
            look="primary"
            busy={busy}
            onPress={() => onGate({ ...measures, mayRemeasure: false }, clear)}
          >
            提交，检查通过
          </Action>
        </>
      )}
      {complete && !passed && (
        <>
          <Reasons tone="stop" title="现在不能洗" reasons={reasons} />
          <Action busy={busy} onPress={() => onGate({ ...measures, mayRemeasure: true }, () => undefined)}>
            记下，休息后再量
          </Action>
          <Action
            look="danger filled"
            busy={busy}
            onPress={() => onGate({ ...measures, mayRemeasure: false }, clear)}
          >
            今天不洗，结束上门
          </Action>
        </>
      )}
    </section>
  );
}

/** Vitals after the bath (服务后测量): out of the limits is a warning, not a stop. */
export function AfterForm({
  visit,
  limits,
  busy,
  onAfter,
}: {
  visit: PhoneVisit;
  limits: GateLimits;
  busy: boolean;
  onAfter: (after: VitalsAfter, done: () => void) => void;
}) {
  const [draft, setDraft, clear] = useDraft(`after:${visit.id}`, {
    systolic: '',
    diastolic: '',
    temperature: '',
    note: '',
  });
  const [systolic, diastolic, temperature] = VITALS.map((each) =>
    numberIn(draft[each.key], each.bounds, each.whole),
  ) as [number | null, number | null, number | null];
  const ready = systolic !== null && diastolic !== null && temperature !== null;
  return (
    <section className="card stack">
      <h2>洗完再量一次</h2>
      {VITALS.map((each) => (
        <TextField
          key={each.key}
          label={each.label}
          inputMode="decimal"
          maxLength={5}
          value={draft[each.key]}
          onType={(text) => setDraft({ ...draft, [each.key]: text })}
        />
      ))}
      <TextArea
        label="情况（可以不写）"
        maxLength={200}
        value={draft.note}
        onType={(note) => setDraft({ ...draft, note })}
      />
      {ready && (
        <Reasons
          tone="warn"
          title="超出范围，请陪老人休息，需要时打 120"
          reasons={vitalsReasons({ systolic, diastolic, temperature }, limits)}
        />
      )}
      <Action
        look="primary"
        busy={busy}
        off={!ready}
        onPress={() =>
          onAfter(
            {
              systolic: systolic!,
              diastolic: diastolic!,
              temperature: temperature!,
              ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
            },
            clear,
          )
        }
      >
        提交测量
      </Action>
    </section>
  );
}
