'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const AssessmentsPage = dynamic(
  () => import('../../src/assessment/assessments-page').then((page) => page.AssessmentsPage),
  {
    ssr: false,
    loading: () => <Waiting />,
  },
);

export default function Page() {
  return <AssessmentsPage />;
}
