'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const AssessmentPage = dynamic(
  () => import('../../src/assessment/assessment-page').then((page) => page.AssessmentPage),
  {
    ssr: false,
    loading: () => <Waiting />,
  },
);

export default function Page() {
  return <AssessmentPage />;
}
