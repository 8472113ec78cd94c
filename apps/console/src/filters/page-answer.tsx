'use client';
import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ApiProblem } from '@heling/ui/client';
import { PageHead } from '../parts/page-head';
import { Answer } from '../parts/states';

/** A page about one thing: while it is read, and when it cannot be, its head says at least of what kind it is. */
export function PageAnswer<T>({
  of,
  title,
  children,
}: {
  of: UseQueryResult<T, ApiProblem>;
  title: string;
  children(data: T): ReactNode;
}) {
  return (
    <>
      {of.data === undefined && <PageHead title={title} />}
      <Answer of={of} lines={12}>
        {children}
      </Answer>
    </>
  );
}
