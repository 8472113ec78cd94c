'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const ReportsPage = dynamic(
  () => import('../../src/benefits-reports/reports-page').then((m) => m.ReportsPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <ReportsPage />;
}
