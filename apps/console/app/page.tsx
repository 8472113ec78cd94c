'use client';
import { TASKS } from '@heling/ui/glossary';
import { PageHead } from '../src/parts/page-head';

export default function Page() {
  return <PageHead title={TASKS.today} />;
}
