'use client';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { orgRoute } from '@heling/places/contract/orgs';
import { ORG_KINDS, type OrgKind } from '@heling/places/domain/facilities';
import { placesAddOrg, placesOrg, placesOrgs, placesSaveOrg } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { DivisionSelect, useDivisions } from '../parts/division-select';
import { Outdated, useSeenVersion } from '../edits/seen-version';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMe } from '../shell/me';

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
  const me = useMe();
  const toasts = useToasts();
  const seen = useSeenVersion(org?.version ?? 1, [placesOrg, placesOrgs]);
  const divisions = useDivisions();
  const [draft, setDraft, clear] = useDraft<Draft>(
    `org:${me.accountId}:${org ? `${org.id}:${seen.version}` : 'new'}`,
    org
      ? {
          kind: org.kind,
          name: org.name,
          division: org.division,
          lng: org.lng,
          lat: org.lat,
          phone: org.phone,
          active: org.active,
        }
      : { kind: 'provider', name: '', division: undefined, lng: null, lat: null, phone: '', active: true },
  );
  const add = useCommand(placesAddOrg, [placesOrgs]);
  const save = useCommand(placesSaveOrg, [placesOrgs, placesOrg]);
  const problem = add.error ?? save.error;
  const wrong = (name: string) =>
    problem?.problem.field?.replace(/^body\./, '') === name ? problem.message : undefined;
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const middle = divisions.items.find((each) => each.code === draft.division);
  const lng = draft.lng ?? middle?.lng ?? null;
  const lat = draft.lat ?? middle?.lat ?? null;
  const missing =
    !draft.name.trim() || !draft.division || !draft.phone.trim() || lng === null || lat === null;
  const send = () => {
    if (missing || !draft.division) return;
    const body = { ...draft, division: draft.division, lng, lat };
    const done = (id: number) => {
      clear();
      toasts.done('已保存');
      onSaved(id);
    };
    if (org) {
      save.mutate(
        { params: { id: org.id }, body: { ...body, version: seen.version } },
        { onSuccess: () => done(org.id), onError: seen.onError },
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
              options={Object.entries(ORG_KINDS).map(([value, label]) => ({
                value: value as OrgKind,
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
              onChange={(division) => put(org ? { division } : { division, lng: null, lat: null })}
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
        <Field label="经度" hint="不填就用区划的中心">
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
        <Field label="纬度">
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
        <Checkbox checked={draft.active} onChange={(event) => put({ active: event.target.checked })}>
          在营（停用后不再接新订单）
        </Checkbox>
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
