'use client';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { VERBS } from '@heling/ui/glossary';
import type { ApiProblem } from '@heling/ui/client';

/** Grey lines where an answer will stand. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  return (
    <div className="waiting" role="status" aria-label="正在读取">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} style={{ width: `${95 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

/** Why something failed, in the api's own sentence, and the way on. */
export function Problem({ problem, retry }: { problem: ApiProblem | null | undefined; retry?: () => void }) {
  if (!problem) return null;
  return (
    <div className="problem" role="alert">
      <span aria-hidden="true">▲</span>
      <div>
        <p>{problem.message}</p>
        {problem.problem.reasons?.map((reason) => (
          <p key={reason.code + reason.detail} className="muted">
            {reason.detail}
          </p>
        ))}
      </div>
      {retry && <Button onClick={retry}>{VERBS.retry}</Button>}
    </div>
  );
}

/** Nothing there: says why and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children && <div className="muted">{children}</div>}
    </div>
  );
}

/** What a query answered, or its skeleton or problem. An answer already there stays while a refetch fails, and says so. */
export function Answer<T>({
  of,
  lines,
  children,
}: {
  of: UseQueryResult<T, ApiProblem>;
  lines?: number;
  children(data: T): ReactNode;
}) {
  const retry = () => void of.refetch();
  if (of.data === undefined) {
    return of.error ? (
      <Problem problem={of.error} retry={retry} />
    ) : (
      <Waiting {...(lines ? { lines } : {})} />
    );
  }
  return (
    <>
      {of.error && of.error.status !== 401 && <Problem problem={of.error} retry={retry} />}
      {children(of.data)}
    </>
  );
}
