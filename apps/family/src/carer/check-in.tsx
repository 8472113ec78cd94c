'use client';
import { useState } from 'react';
import { useDraft } from '@heling/ui/react/use-draft';
import type { PhoneVisit } from '@heling/dispatch/contract/visits';
import { Action, Notice } from '../parts/basics';
import { TextField } from '../parts/fields';
import { positionNow, type Position } from './position';

export interface CheckInProof {
  position?: Position;
  doorCode?: string;
  note?: string;
}

/** Check-in (签到): by position, by the six digits on the card in the home, or, failing both, with a note. */
export function CheckIn({
  visit,
  busy,
  early,
  onProof,
}: {
  visit: PhoneVisit;
  busy: boolean;
  /** Something else comes first: the form waits behind a button. */
  early: boolean;
  onProof: (proof: CheckInProof) => void;
}) {
  const [draft, setDraft] = useDraft(`checkIn:${visit.id}`, { code: '', note: '' });
  const [seeking, setSeeking] = useState(false);
  const [lost, setLost] = useState(false);
  const [open, setOpen] = useState(false);
  const byPosition = async () => {
    setSeeking(true);
    const position = await positionNow();
    setSeeking(false);
    setLost(position === null);
    if (position) onProof({ position });
  };
  if (early && !open) return <Action onPress={() => setOpen(true)}>已到门口，签到</Action>;
  return (
    <section className="card stack">
      <h2>签到</h2>
      <Action look="primary" busy={busy || seeking} onPress={() => void byPosition()}>
        用定位签到
      </Action>
      {lost && <Notice tone="warn" title="手机没有给出定位，请用门内码" />}
      <TextField
        className="code-input"
        label="门内码（6 位）"
        inputMode="numeric"
        maxLength={6}
        value={draft.code}
        onType={(code) => setDraft({ ...draft, code: code.replace(/\D/g, '') })}
        hint={visit.doorCodeHint}
      />
      <Action busy={busy} off={draft.code.length !== 6} onPress={() => onProof({ doorCode: draft.code })}>
        用门内码签到
      </Action>
      <TextField
        label="都不行？写明情况"
        maxLength={200}
        value={draft.note}
        onType={(note) => setDraft({ ...draft, note })}
        hint="办公室会核对"
      />
      <Action
        look="plain"
        busy={busy}
        off={draft.note.trim() === ''}
        onPress={() => onProof({ note: draft.note.trim() })}
      >
        写明情况签到
      </Action>
    </section>
  );
}
