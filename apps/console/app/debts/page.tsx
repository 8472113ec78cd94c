'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const DebtsPage = dynamic(() => import('../../src/benefits/debts-page').then((m) => m.DebtsPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <DebtsPage />;
}
