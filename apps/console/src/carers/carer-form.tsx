'use client';
import { Button, Input, InputNumber, Select } from 'antd';
import { CARER_STATES, TRANSPORTS, type Transport } from '@heling/people/domain/carers';
import { peopleAddCarer, peopleCarer, peopleCarers, peopleSaveCarer } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { DivisionSelect, useDivisions } from '../parts/division-select';
import { Outdated, useSeenVersion } from '../edits/seen-version';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import type { OrgAnswer } from '../providers/org-form';
import { useMe } from '../shell/me';
import type { CarerAnswer } from './model';

interface Draft {
  name: string;
  phone: string;
  sex: 'male' | 'female';
  birthYear: number | null;
  division: string | undefined;
  lng: number | null;
  lat: number | null;
  transport: Transport;
  maxMinutes: number;
  status: keyof typeof CARER_STATES;
}
type Props = { onSaved: (id: number) => void; onLeave: () => void } & (
  { carer: null; org: OrgAnswer } | { carer: CarerAnswer; org?: undefined }
);

/** Registers or corrects a carer. The phone is shown masked; left empty, the number stays. */
export function CarerForm({ carer, org, onSaved, onLeave }: Props) {
  const me = useMe();
  const toasts = useToasts();
  const seen = useSeenVersion(carer?.version ?? 1, [peopleCarer, peopleCarers]);
  const divisions = useDivisions();
  const [draft, setDraft, clear] = useDraft<Draft>(
    `carer:${me.accountId}:${carer ? `${carer.id}:${seen.version}` : `new:${org?.id}`}`,
    carer
      ? {
          name: carer.name,
          phone: '',
          sex: carer.sex,
          birthYear: carer.birthYear,
          division: carer.division,
          lng: carer.lng,
          lat: carer.lat,
          transport: carer.transport,
          maxMinutes: carer.maxMinutes,
          status: carer.status,
        }
      : {
          name: '',
          phone: '',
          sex: 'female',
          birthYear: null,
          division: org?.division,
          lng: org?.lng ?? null,
          lat: org?.lat ?? null,
          transport: 'ebike',
          maxMinutes: 480,
          status: 'active',
        },
  );
  const add = useCommand(peopleAddCarer, [peopleCarers]);
  const save = useCommand(peopleSaveCarer, [peopleCarers, peopleCarer]);
  const problem = add.error ?? save.error;
  const wrong = (name: string) =>
    problem?.problem.field?.replace(/^body\./, '') === name ? problem.message : undefined;
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const middle = divisions.items.find((each) => each.code === draft.division);
  const lng = draft.lng ?? middle?.lng ?? null;
  const lat = draft.lat ?? middle?.lat ?? null;
  const phoneMissing = carer === null && !draft.phone.trim();
  const missing =
    !draft.name.trim() || phoneMissing || !draft.birthYear || !draft.division || lng === null || lat === null;
  const send = () => {
    if (missing || !draft.division || draft.birthYear === null) return;
    const { phone, ...rest } = draft;
    const body = { ...rest, division: draft.division, birthYear: draft.birthYear, lng, lat };
    const done = (id: number) => {
      clear();
      toasts.done('已保存');
      onSaved(id);
    };
    if (carer) {
      save.mutate(
        {
          params: { id: carer.id },
          body: {
            ...body,
            org: carer.org,
            version: seen.version,
            ...(phone.trim() ? { phone: phone.trim() } : {}),
          },
        },
        { onSuccess: () => done(carer.id), onError: seen.onError },
      );
    } else if (org) {
      add.mutate(
        { body: { ...body, org: org.id, phone: phone.trim() } },
        { onSuccess: (made) => done(made.id) },
      );
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="fields">
        <Field label="姓名" required error={wrong('name')}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.name}
              maxLength={30}
              onChange={(e) => put({ name: e.target.value })}
            />
          )}
        </Field>
        <Field
          label="手机号"
          required={carer === null}
          error={wrong('phone')}
          hint={carer ? `现在是 ${carer.phone}；不改就空着` : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              inputMode="tel"
              autoComplete="off"
              value={draft.phone}
              maxLength={11}
              onChange={(e) => put({ phone: e.target.value })}
            />
          )}
        </Field>
        <Field label="性别" required>
          {(ids) => (
            <Select
              id={ids.id}
              value={draft.sex}
              options={[
                { value: 'female', label: '女' },
                { value: 'male', label: '男' },
              ]}
              onChange={(sex) => put({ sex })}
            />
          )}
        </Field>
        <Field label="出生年" required error={wrong('birthYear')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={1930}
              max={2015}
              precision={0}
              value={draft.birthYear}
              onChange={(birthYear) => put({ birthYear })}
            />
          )}
        </Field>
        <Field label="住处区划" required error={wrong('division')}>
          {(ids) => (
            <DivisionSelect
              id={ids.id}
              label="住处区划"
              value={draft.division}
              onChange={(division) => put({ division, lng: null, lat: null })}
            />
          )}
        </Field>
        <Field label="交通">
          {(ids) => (
            <Select
              id={ids.id}
              value={draft.transport}
              options={Object.entries(TRANSPORTS).map(([value, label]) => ({
                value: value as Transport,
                label,
              }))}
              onChange={(transport) => put({ transport })}
            />
          )}
        </Field>
        <Field label="每天最多工作（分钟）" error={wrong('maxMinutes')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={60}
              max={720}
              step={30}
              precision={0}
              value={draft.maxMinutes}
              onChange={(maxMinutes) => put({ maxMinutes: maxMinutes ?? 480 })}
            />
          )}
        </Field>
        {carer && (
          <Field label="状态" hint={draft.status === 'left' ? '离职会清空以后的排班' : undefined}>
            {(ids) => (
              <Select
                id={ids.id}
                value={draft.status}
                options={Object.entries(CARER_STATES).map(([value, label]) => ({
                  value: value as keyof typeof CARER_STATES,
                  label,
                }))}
                onChange={(status) => put({ status })}
              />
            )}
          </Field>
        )}
      </div>
      <Problem problem={problem} />
      <Outdated
        seen={seen}
        onGiveUp={() => {
          clear();
          onLeave();
        }}
      />
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={missing} loading={add.isPending || save.isPending}>
          保存
        </Button>
        <Button
          onClick={() => {
            clear();
            onLeave();
          }}
        >
          取消
        </Button>
      </p>
    </form>
  );
}
