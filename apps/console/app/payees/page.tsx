'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const PayeesPage = dynamic(() => import('../../src/benefits/payees-page').then((m) => m.PayeesPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <PayeesPage />;
}
