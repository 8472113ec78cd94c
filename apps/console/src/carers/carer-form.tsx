'use client';
import { CARER_STATES, TRANSPORTS, type Transport } from '@heling/people/domain/carers';
import { SEX_NAMES, type Sex } from '@heling/people/domain/person';
import { peopleAddCarer, peopleCarer, peopleCarers, peopleSaveCarer } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { DivisionField, EditForm, useEditing, usePosition, wrongIn } from '../edits/edit-form';
import { NumberField, PickField, TextField } from '../parts/inputs';
import type { OrgAnswer } from '../providers/org-form';
import type { CarerAnswer } from './model';

interface Draft {
  name: string;
  phone: string;
  sex: Sex;
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
const draftOf = (carer: CarerAnswer): Draft => ({
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
});
const emptyOf = (org: OrgAnswer | undefined): Draft => ({
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
});

/** Registers or corrects a carer. The phone is shown masked; left empty, the number stays. */
export function CarerForm({ carer, org, onSaved, onLeave }: Props) {
  const editing = useEditing<Draft>(
    org ? `carer-of-${org.id}` : 'carer',
    carer,
    [peopleCarer, peopleCarers],
    carer ? draftOf(carer) : emptyOf(org),
  );
  const { draft, put, seen } = editing;
  const add = useCommand(peopleAddCarer, [peopleCarers]);
  const save = useCommand(peopleSaveCarer, [peopleCarers, peopleCarer]);
  const problem = add.error ?? save.error;
  const wrong = wrongIn(problem);
  const { lng, lat } = usePosition(draft);
  const phoneMissing = carer === null && !draft.phone.trim();
  const missing =
    !draft.name.trim() || phoneMissing || !draft.birthYear || !draft.division || lng === null || lat === null;
  const send = (done: (id: number) => void) => {
    if (missing || !draft.division || draft.birthYear === null) return;
    const { phone, ...rest } = draft;
    const body = { ...rest, division: draft.division, birthYear: draft.birthYear, lng, lat };
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
    <EditForm
      editing={editing}
      problem={problem}
      missing={missing}
      busy={add.isPending || save.isPending}
      send={send}
      onSaved={onSaved}
      onLeave={onLeave}
    >
      <TextField
        label="姓名"
        required
        error={wrong('name')}
        max={30}
        value={draft.name}
        onChange={(name) => put({ name })}
      />
      <TextField
        label="手机号"
        required={carer === null}
        error={wrong('phone')}
        {...(carer ? { hint: `现在是 ${carer.phone}；不改就空着` } : {})}
        max={11}
        control={{ inputMode: 'tel', autoComplete: 'off' }}
        value={draft.phone}
        onChange={(phone) => put({ phone })}
      />
      <PickField label="性别" required names={SEX_NAMES} value={draft.sex} onChange={(sex) => put({ sex })} />
      <NumberField
        label="出生年"
        required
        error={wrong('birthYear')}
        min={1930}
        max={2015}
        whole
        value={draft.birthYear}
        onChange={(birthYear) => put({ birthYear })}
      />
      <DivisionField label="住处区划" editing={editing} moves error={wrong('division')} />
      <PickField
        label="交通"
        names={TRANSPORTS}
        value={draft.transport}
        onChange={(transport) => put({ transport })}
      />
      <NumberField
        label="每天最多工作（分钟）"
        error={wrong('maxMinutes')}
        min={60}
        max={720}
        step={30}
        whole
        value={draft.maxMinutes}
        onChange={(maxMinutes) => put({ maxMinutes: maxMinutes ?? 480 })}
      />
      {carer && (
        <PickField
          label="状态"
          {...(draft.status === 'left' ? { hint: '离职会清空以后的排班' } : {})}
          names={CARER_STATES}
          value={draft.status}
          onChange={(status) => put({ status })}
        />
      )}
    </EditForm>
  );
}
