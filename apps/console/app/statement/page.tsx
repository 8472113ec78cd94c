'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const StatementPage = dynamic(
  () => import('../../src/statements/statement-page').then((m) => m.StatementPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <StatementPage />;
}
