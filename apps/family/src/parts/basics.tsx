import type { ReactNode } from 'react';
import type { ApiProblem } from '@heling/ui/client';
import { useAbout } from '../about';
import { Link } from './link';

export type Tone = 'note' | 'good' | 'warn' | 'stop' | 'stale';
const SHAPES: Record<Tone, string> = { note: '○', good: '✓', warn: '▲', stop: '■', stale: '▨' };

/** Something the reader should know; the tone has a shape and words beside its colour. */
export function Notice({
  tone = 'note',
  title,
  children,
}: {
  tone?: Tone;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <div className={`notice ${tone}`} role={tone === 'stop' || tone === 'warn' ? 'alert' : 'status'}>
      {title && (
        <strong>
          <span aria-hidden="true">{SHAPES[tone]} </span>
          {title}
        </strong>
      )}
      {children}
    </div>
  );
}

/** Reasons as sentences under one heading; nothing when there are none. */
export function Reasons({
  tone,
  title,
  reasons,
}: {
  tone: Tone;
  title: string;
  reasons: { detail: string }[];
}) {
  if (reasons.length === 0) return null;
  return (
    <Notice tone={tone} title={title}>
      <ul>
        {reasons.map((reason) => (
          <li key={reason.detail}>{reason.detail}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** What failed, in a sentence, near where it happened; with a retry when that may help. */
export function Trouble({ error, retry }: { error: ApiProblem | null; retry?: () => void }) {
  const { hotline } = useAbout();
  if (!error) return null;
  return (
    <Notice tone="warn" title="没有办成">
      <span>{error.message}</span>
      {retry && (
        <button type="button" className="button" onClick={retry}>
          重试
        </button>
      )}
      {!retry && (
        <a className="button" href={`tel:${hotline}`}>
          打服务热线 {hotline}
        </a>
      )}
    </Notice>
  );
}

/** In the place of what is being fetched. */
export function Skeleton({ rows = 3 }: { rows?: number }) {
  return (
    <div className="stack" role="status" aria-label="正在读取">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton" />
      ))}
    </div>
  );
}

interface Query<T> {
  data: T | undefined;
  error: ApiProblem | null;
  isPending: boolean;
  refetch: () => unknown;
}
/** Shows what a query brought: skeleton, trouble with retry, or the page; an old answer stays visible under the trouble. */
export function Loaded<T>({
  query,
  rows,
  children,
}: {
  query: Query<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  return (
    <>
      {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined ? children(query.data) : query.isPending && <Skeleton rows={rows} />}
    </>
  );
}

export interface ActionProps {
  children: ReactNode;
  onPress: () => void;
  look?: 'primary' | 'plain' | 'danger' | 'danger filled';
  busy?: boolean;
  off?: boolean;
}
/** A button; while `busy` it says so and cannot be pressed again. */
export function Action({ children, onPress, look, busy = false, off = false }: ActionProps) {
  return (
    <button
      type="button"
      className={`button ${look ?? ''}`}
      disabled={busy || off}
      aria-busy={busy}
      onClick={onPress}
    >
      {busy ? '请稍候…' : children}
    </button>
  );
}

/** A link that looks like a button. */
export function Go({ to, look, children }: { to: string; look?: 'primary' | 'plain'; children: ReactNode }) {
  return (
    <Link className={`button ${look ?? ''}`} to={to}>
      {children}
    </Link>
  );
}

/** Words and figures side by side. */
export function Facts({ rows }: { rows: [string, ReactNode, 'total'?][] }) {
  return (
    <dl className="facts">
      {rows.map(([term, value, total]) => (
        <div key={term} style={{ display: 'contents' }}>
          <dt className={total}>{term}</dt>
          <dd className={total}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
