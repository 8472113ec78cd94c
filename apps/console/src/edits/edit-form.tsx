'use client';
import type { ReactNode } from 'react';
import { Button } from 'antd';
import type { ApiProblem } from '@heling/ui/client';
import { useDraft } from '@heling/ui/react/use-draft';
import type { RouteAddress } from '@heling/ui/route-address';
import { DivisionSelect, useDivisions } from '../parts/division-select';
import { Field } from '../parts/field';
import { NumberField } from '../parts/inputs';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMe } from '../shell/me';
import { Outdated, useSeenVersion } from './seen-version';

export interface Editing<D> {
  draft: D;
  put: (change: Partial<D>) => void;
  clear: () => void;
  seen: ReturnType<typeof useSeenVersion>;
}

/**
 * The draft of a form that registers (`thing` null) or corrects something. What was typed stays through a reload, and
 * belongs to the version that its user has looked at. `routes` are read anew when the server says that it is stale.
 */
export function useEditing<D extends object>(
  name: string,
  thing: { id: number; version: number } | null,
  routes: readonly RouteAddress[],
  initial: D,
): Editing<D> {
  const { accountId } = useMe();
  const seen = useSeenVersion(thing?.version ?? 1, routes);
  const key = `${name}:${accountId}:${thing ? `${thing.id}:${seen.version}` : 'new'}`;
  const [draft, setDraft, clear] = useDraft<D>(key, initial);
  return { draft, put: (change) => setDraft({ ...draft, ...change }), clear, seen };
}

/** What the server found wrong with a field, by the field's name. */
export function wrongIn(problem: ApiProblem | null): (name: string) => string | undefined {
  const field = problem?.problem.field?.replace(/^body\./, '');
  return (name) => (field === name ? problem?.message : undefined);
}

/** The frame of such a form: fields, what went wrong, what others changed meanwhile, save and cancel. */
export function EditForm<D>({
  editing,
  problem,
  missing,
  busy,
  send,
  onSaved,
  onLeave,
  children,
}: {
  editing: Editing<D>;
  problem: ApiProblem | null;
  /** Something that is required is not filled in. */
  missing: boolean;
  busy: boolean;
  /** Sends what is in the draft; `done` with the id when it is saved. */
  send: (done: (id: number) => void) => void;
  onSaved: (id: number) => void;
  onLeave: () => void;
  children: ReactNode;
}) {
  const toasts = useToasts();
  const leave = () => {
    editing.clear();
    onLeave();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (missing || busy) return;
        send((id) => {
          editing.clear();
          toasts.done('已保存');
          onSaved(id);
        });
      }}
    >
      <div className="fields">{children}</div>
      <Problem problem={problem} />
      <Outdated seen={editing.seen} onGiveUp={leave} />
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={missing} loading={busy}>
          保存
        </Button>
        <Button onClick={leave}>取消</Button>
        {missing && <span className="muted">带（必填）的都填好后可以保存</span>}
      </p>
    </form>
  );
}

interface Placed {
  division: string | undefined;
  lng: number | null;
  lat: number | null;
}

/** Where something of a draft stands: its position, at first the middle of its division. */
export function usePosition(draft: Placed): { lng: number | null; lat: number | null } {
  const middle = useDivisions().items.find((each) => each.code === draft.division);
  return { lng: draft.lng ?? middle?.lng ?? null, lat: draft.lat ?? middle?.lat ?? null };
}

/** The division of a draft; a new one, or whoever `moves` with it, then stands in its middle. */
export function DivisionField({
  label,
  editing,
  moves,
  error,
}: {
  label: string;
  editing: Editing<Placed> | { draft: Placed; put: (change: Partial<Placed>) => void };
  moves: boolean;
  error: string | undefined;
}) {
  return (
    <Field label={label} required error={error}>
      {(ids) => (
        <DivisionSelect
          id={ids.id}
          label={label}
          value={editing.draft.division}
          onChange={(division) => editing.put(moves ? { division, lng: null, lat: null } : { division })}
        />
      )}
    </Field>
  );
}

/** Longitude and latitude within the surroundings of the city. */
export function PositionFields({
  lng,
  lat,
  put,
  wrong,
}: {
  lng: number | null;
  lat: number | null;
  put: (change: { lng: number | null } | { lat: number | null }) => void;
  wrong: (name: string) => string | undefined;
}) {
  return (
    <>
      <NumberField
        label="经度"
        required
        hint="不填就用区划的中心"
        error={wrong('lng')}
        min={113}
        max={116}
        step={0.001}
        value={lng}
        onChange={(next) => put({ lng: next })}
      />
      <NumberField
        label="纬度"
        required
        error={wrong('lat')}
        min={34}
        max={37}
        step={0.001}
        value={lat}
        onChange={(next) => put({ lat: next })}
      />
    </>
  );
}
