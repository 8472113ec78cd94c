'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const StatementsPage = dynamic(
  () => import('../../src/statements/statements-page').then((m) => m.StatementsPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <StatementsPage />;
}
