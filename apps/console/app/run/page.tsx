'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const RunPage = dynamic(() => import('../../src/benefits/run-page').then((m) => m.RunPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <RunPage />;
}
