'use client';
import { Button, Input, InputNumber, Select } from 'antd';
import { FACILITY_KINDS, type FacilityKind } from '@heling/places/domain/facilities';
import { SERVICE_NAMES } from '@heling/orders/domain/menu';
import { placesAddFacility, placesFacilities, placesFacility, placesSaveFacility } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { DayInput } from '../calendar/day-input';
import { DivisionSelect, useDivisions } from '../parts/division-select';
import { Outdated, useSeenVersion } from '../edits/seen-version';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { OrgSelect } from '../providers/org-select';
import { useMe } from '../shell/me';
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
  const me = useMe();
  const toasts = useToasts();
  const seen = useSeenVersion(facility?.version ?? 1, [placesFacility, placesFacilities]);
  const divisions = useDivisions();
  const [draft, setDraft, clear] = useDraft<Draft>(
    `facility:${me.accountId}:${facility ? `${facility.id}:${seen.version}` : 'new'}`,
    facility ? draftOf(facility) : EMPTY,
  );
  const add = useCommand(placesAddFacility, [placesFacilities]);
  const save = useCommand(placesSaveFacility, [placesFacilities, placesFacility]);
  const problem = add.error ?? save.error;
  const field = problem?.problem.field?.replace(/^body\./, '');
  const wrong = (name: string) => (field === name ? problem?.message : undefined);
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  // A new one stands at first in the middle of its division.
  const middle = divisions.items.find((each) => each.code === draft.division);
  const lng = draft.lng ?? middle?.lng ?? null;
  const lat = draft.lat ?? middle?.lat ?? null;
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
  const send = () => {
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
    const done = (id: number) => {
      clear();
      toasts.done('已保存');
      onSaved(id);
    };
    if (facility) {
      save.mutate(
        { params: { id: facility.id }, body: { ...body, version: seen.version } },
        { onSuccess: () => done(facility.id), onError: seen.onError },
      );
    } else add.mutate({ body }, { onSuccess: (made) => done(made.id) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="fields">
        <Field label="名称" required error={wrong('name')}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.name}
              maxLength={60}
              onChange={(e) => put({ name: e.target.value })}
            />
          )}
        </Field>
        <Field label="类型" required>
          {(ids) => (
            <Select
              id={ids.id}
              value={draft.kind}
              options={Object.entries(FACILITY_KINDS).map(([value, label]) => ({
                value: value as FacilityKind,
                label,
              }))}
              onChange={(kind) => put({ kind })}
            />
          )}
        </Field>
        <Field label="所在区划" required error={wrong('division')}>
          {(ids) => (
            <DivisionSelect
              id={ids.id}
              label="所在区划"
              value={draft.division}
              onChange={(division) => put(facility ? { division } : { division, lng: null, lat: null })}
            />
          )}
        </Field>
        <Field label="地址" required error={wrong('address')}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.address}
              maxLength={120}
              onChange={(e) => put({ address: e.target.value })}
            />
          )}
        </Field>
        <Field label="电话" required error={wrong('phone')}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.phone}
              maxLength={20}
              onChange={(e) => put({ phone: e.target.value })}
            />
          )}
        </Field>
        <Field label="运营方">
          {(ids) => (
            <OrgSelect id={ids.id} kind="institution" value={draft.org} onChange={(org) => put({ org })} />
          )}
        </Field>
        <Field label="面积（平方米）" required error={wrong('area')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={1}
              max={1_000_000}
              precision={0}
              value={draft.area}
              onChange={(area) => put({ area })}
            />
          )}
        </Field>
        <Field label="床位（张）" error={wrong('beds')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={0}
              max={5000}
              precision={0}
              value={draft.beds}
              onChange={(beds) => put({ beds })}
            />
          )}
        </Field>
        <Field label="日托（人）" error={wrong('places')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={0}
              max={5000}
              precision={0}
              value={draft.places}
              onChange={(places) => put({ places })}
            />
          )}
        </Field>
        <Field label="开放时间" required>
          {(ids) => (
            <Input
              {...ids}
              value={draft.opens}
              maxLength={60}
              onChange={(e) => put({ opens: e.target.value })}
            />
          )}
        </Field>
        <Field label="执业许可号" required error={wrong('licence')}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.licence}
              maxLength={40}
              onChange={(e) => put({ licence: e.target.value })}
            />
          )}
        </Field>
        <Field label="执业许可到期" required>
          {(ids) => (
            <DayInput
              id={ids.id}
              value={draft.licenceUntil}
              onChange={(licenceUntil) => put({ licenceUntil })}
            />
          )}
        </Field>
        <Field label="消防验收到期" required>
          {(ids) => (
            <DayInput
              id={ids.id}
              value={draft.firePermitUntil}
              onChange={(firePermitUntil) => put({ firePermitUntil })}
            />
          )}
        </Field>
        <Field label="食品经营许可到期" hint="不开火的空着">
          {(ids) => (
            <DayInput
              id={ids.id}
              aria-describedby={ids['aria-describedby'] ?? ''}
              value={draft.foodPermitUntil}
              onChange={(foodPermitUntil) => put({ foodPermitUntil })}
            />
          )}
        </Field>
        <Field label="经度" required error={wrong('lng')} hint="不填就用区划的中心">
          {(ids) => (
            <InputNumber
              {...ids}
              min={113}
              max={116}
              step={0.001}
              value={lng}
              onChange={(next) => put({ lng: next })}
            />
          )}
        </Field>
        <Field label="纬度" required error={wrong('lat')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={34}
              max={37}
              step={0.001}
              value={lat}
              onChange={(next) => put({ lat: next })}
            />
          )}
        </Field>
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
        {missing && <span className="muted">带（必填）的都填好后可以保存</span>}
      </p>
    </form>
  );
}
