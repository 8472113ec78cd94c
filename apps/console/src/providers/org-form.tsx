'use client';
import { Checkbox } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { orgRoute } from '@heling/places/contract/orgs';
import { ORG_KINDS, type OrgKind } from '@heling/places/domain/facilities';
import { placesAddOrg, placesOrg, placesOrgs, placesSaveOrg } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import {
  DivisionField,
  EditForm,
  PositionFields,
  useEditing,
  usePosition,
  wrongIn,
} from '../edits/edit-form';
import { PickField, TextField } from '../parts/inputs';

export type OrgAnswer = Output<typeof orgRoute>;
interface Draft {
  kind: OrgKind;
  name: string;
  division: string | undefined;
  lng: number | null;
  lat: number | null;
  phone: string;
  active: boolean;
}
const EMPTY: Draft = {
  kind: 'provider',
  name: '',
  division: undefined,
  lng: null,
  lat: null,
  phone: '',
  active: true,
};
const draftOf = ({ kind, name, division, lng, lat, phone, active }: OrgAnswer): Draft => ({
  kind,
  name,
  division,
  lng,
  lat,
  phone,
  active,
});

/** Registers or corrects an organisation. */
export function OrgForm({
  org,
  onSaved,
  onLeave,
}: {
  org: OrgAnswer | null;
  onSaved: (id: number) => void;
  onLeave: () => void;
}) {
  const editing = useEditing<Draft>('org', org, [placesOrg, placesOrgs], org ? draftOf(org) : EMPTY);
  const { draft, put, seen } = editing;
  const add = useCommand(placesAddOrg, [placesOrgs]);
  const save = useCommand(placesSaveOrg, [placesOrgs, placesOrg]);
  const problem = add.error ?? save.error;
  const wrong = wrongIn(problem);
  const { lng, lat } = usePosition(draft);
  const missing =
    !draft.name.trim() || !draft.division || !draft.phone.trim() || lng === null || lat === null;
  const send = (done: (id: number) => void) => {
    if (missing || !draft.division) return;
    const body = { ...draft, division: draft.division, lng, lat };
    if (org) {
      save.mutate(
        { params: { id: org.id }, body: { ...body, version: seen.version } },
        { onSuccess: () => done(org.id), onError: seen.onError },
      );
    } else add.mutate({ body }, { onSuccess: (made) => done(made.id) });
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
        label="名称"
        required
        error={wrong('name')}
        max={60}
        value={draft.name}
        onChange={(name) => put({ name })}
      />
      <PickField
        label="类型"
        required
        names={ORG_KINDS}
        value={draft.kind}
        onChange={(kind) => put({ kind })}
      />
      <DivisionField label="所在区划" editing={editing} moves={org === null} error={wrong('division')} />
      <TextField
        label="电话"
        required
        error={wrong('phone')}
        max={20}
        value={draft.phone}
        onChange={(phone) => put({ phone })}
      />
      <PositionFields lng={lng} lat={lat} put={put} wrong={wrong} />
      <Checkbox checked={draft.active} onChange={(event) => put({ active: event.target.checked })}>
        在营（停用后不再接新订单）
      </Checkbox>
    </EditForm>
  );
}
