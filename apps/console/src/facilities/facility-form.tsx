'use client';
import { Select } from 'antd';
import { FACILITY_KINDS, type FacilityKind } from '@heling/places/domain/facilities';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { placesAddFacility, placesFacilities, placesFacility, placesSaveFacility } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { DayInput } from '../calendar/day-input';
import {
  DivisionField,
  EditForm,
  PositionFields,
  useEditing,
  usePosition,
  wrongIn,
} from '../edits/edit-form';
import { Field } from '../parts/field';
import { NumberField, PickField, TextField } from '../parts/inputs';
import { OrgSelect } from '../providers/org-select';
import type { FacilityAnswer } from './model';

interface Draft {
  kind: FacilityKind;
  name: string;
  division: string | undefined;
  org: number | null;
  lng: number | null;
  lat: number | null;
  address: string;
  phone: string;
  area: number | null;
  beds: number | null;
  places: number | null;
  opens: string;
  licence: string;
  licenceUntil: string;
  firePermitUntil: string;
  foodPermitUntil: string;
  services: string[];
  partners: string[];
}
const EMPTY: Draft = {
  kind: 'dayCare',
  name: '',
  division: undefined,
  org: null,
  lng: null,
  lat: null,
  address: '',
  phone: '',
  area: null,
  beds: 0,
  places: 0,
  opens: '每天 8:00–18:00',
  licence: '',
  licenceUntil: '',
  firePermitUntil: '',
  foodPermitUntil: '',
  services: [],
  partners: [],
};
const draftOf = (facility: FacilityAnswer): Draft => ({
  kind: facility.kind,
  name: facility.name,
  division: facility.division,
  org: facility.org,
  lng: facility.lng,
  lat: facility.lat,
  address: facility.address,
  phone: facility.phone,
  area: facility.area,
  beds: facility.beds,
  places: facility.places,
  opens: facility.opens,
  licence: facility.licence,
  licenceUntil: facility.licenceUntil,
  firePermitUntil: facility.firePermitUntil,
  foodPermitUntil: facility.foodPermitUntil ?? '',
  services: facility.services,
  partners: facility.partners,
});

/** Registers or corrects a facility; what was typed stays through a reload, and a stale edit says so. */
export function FacilityForm({
  facility,
  onSaved,
  onLeave,
}: {
  facility: FacilityAnswer | null;
  onSaved: (id: number) => void;
  onLeave: () => void;
}) {
  const editing = useEditing<Draft>(
    'facility',
    facility,
    [placesFacility, placesFacilities],
    facility ? draftOf(facility) : EMPTY,
  );
  const { draft, put, seen } = editing;
  const add = useCommand(placesAddFacility, [placesFacilities]);
  const save = useCommand(placesSaveFacility, [placesFacilities, placesFacility]);
  const problem = add.error ?? save.error;
  const wrong = wrongIn(problem);
  const { lng, lat } = usePosition(draft);
  const missing =
    !draft.name.trim() ||
    !draft.division ||
    !draft.address.trim() ||
    !draft.phone.trim() ||
    !draft.area ||
    !draft.opens.trim() ||
    !draft.licence.trim() ||
    !draft.licenceUntil ||
    !draft.firePermitUntil ||
    lng === null ||
    lat === null;
  const send = (done: (id: number) => void) => {
    if (missing || !draft.division || draft.area === null) return;
    const body = {
      ...draft,
      division: draft.division,
      area: draft.area,
      beds: draft.beds ?? 0,
      places: draft.places ?? 0,
      lng,
      lat,
      foodPermitUntil: draft.foodPermitUntil || null,
      ledBy: facility?.ledBy?.id ?? null,
    };
    if (facility) {
      save.mutate(
        { params: { id: facility.id }, body: { ...body, version: seen.version } },
        { onSuccess: () => done(facility.id), onError: seen.onError },
      );
    } else add.mutate({ body }, { onSuccess: (made) => done(made.id) });
  };
  const text = (label: string, name: 'name' | 'address' | 'phone' | 'opens' | 'licence', max: number) => (
    <TextField
      label={label}
      required
      error={wrong(name)}
      max={max}
      value={draft[name]}
      onChange={(value) => put({ [name]: value })}
    />
  );
  const until = (
    label: string,
    name: 'licenceUntil' | 'firePermitUntil' | 'foodPermitUntil',
    hint?: string,
  ) => (
    <Field label={label} required={!hint} {...(hint ? { hint } : {})}>
      {(ids) => (
        <DayInput
          id={ids.id}
          {...(ids['aria-describedby'] ? { 'aria-describedby': ids['aria-describedby'] } : {})}
          value={draft[name]}
          onChange={(value) => put({ [name]: value })}
        />
      )}
    </Field>
  );
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
      {text('名称', 'name', 60)}
      <PickField
        label="类型"
        required
        names={FACILITY_KINDS}
        value={draft.kind}
        onChange={(kind) => put({ kind })}
      />
      <DivisionField label="所在区划" editing={editing} moves={facility === null} error={wrong('division')} />
      {text('地址', 'address', 120)}
      {text('电话', 'phone', 20)}
      <Field label="运营方" error={wrong('org')}>
        {(ids) => (
          <OrgSelect id={ids.id} kind="institution" value={draft.org} onChange={(org) => put({ org })} />
        )}
      </Field>
      <NumberField
        label="面积（平方米）"
        required
        error={wrong('area')}
        min={1}
        max={1_000_000}
        whole
        value={draft.area}
        onChange={(area) => put({ area })}
      />
      <NumberField
        label="床位（张）"
        error={wrong('beds')}
        min={0}
        max={5000}
        whole
        value={draft.beds}
        onChange={(beds) => put({ beds })}
      />
      <NumberField
        label="日托（人）"
        error={wrong('places')}
        min={0}
        max={5000}
        whole
        value={draft.places}
        onChange={(places) => put({ places })}
      />
      {text('开放时间', 'opens', 60)}
      {text('执业许可号', 'licence', 40)}
      {until('执业许可到期', 'licenceUntil')}
      {until('消防验收到期', 'firePermitUntil')}
      {until('食品经营许可到期', 'foodPermitUntil', '不开火的空着')}
      <PositionFields lng={lng} lat={lat} put={put} wrong={wrong} />
      <Field label="服务（可选，也可输入后回车添加）" wide>
        {(ids) => (
          <Select
            id={ids.id}
            mode="tags"
            value={draft.services}
            options={Object.entries(SERVICE_NAMES).map(([value, label]) => ({ value, label }))}
            onChange={(services: string[]) => put({ services })}
          />
        )}
      </Field>
      <Field label="社区养老+ 伙伴（回车添加）" wide>
        {(ids) => (
          <Select
            id={ids.id}
            mode="tags"
            open={false}
            suffixIcon={null}
            value={draft.partners}
            onChange={(partners: string[]) => put({ partners })}
          />
        )}
      </Field>
    </EditForm>
  );
}
