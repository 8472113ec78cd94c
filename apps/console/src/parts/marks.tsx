'use client';
import type { ReactNode } from 'react';
import { absolute, when, yuan } from '@heling/ui/format';
import { SEVERITIES } from '@heling/ui/glossary';
import type { ToneName } from '@heling/ui/tokens';
import { useNow } from './use-now';

/** A short word on a tint, with the shape of its severity before it: never colour alone. */
export function Mark({ tone, children }: { tone: ToneName; children?: ReactNode }) {
  const { shape, word } = SEVERITIES[tone];
  return (
    <span className={`mark mark-${tone}`}>
      <span aria-hidden="true">{shape}</span> {children ?? word}
    </span>
  );
}

/** Severity of the queue (`P0` … `P3`) as a mark. */
export function Severity({ of }: { of: string }) {
  const tone = of.toLowerCase();
  return <Mark tone={tone in SEVERITIES ? (tone as ToneName) : 'unknown'} />;
}

/** An instant as people say it, absolute on hover; nothing on record is said to be so. */
export function When({ at }: { at: string | null | undefined }) {
  const now = useNow(60_000);
  if (!at) return <span className="muted">没有记录</span>;
  return (
    <time dateTime={at} title={absolute(at)}>
      {when(at, now)}
    </time>
  );
}

/** Money given in fen. */
export function Money({ fen }: { fen: number }) {
  return <span className="number">{yuan(fen)}</span>;
}
