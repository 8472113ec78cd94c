'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const DutyPage = dynamic(() => import('../../src/duty/duty-page').then((m) => m.DutyPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <DutyPage />;
}
