'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const RunsPage = dynamic(() => import('../../src/benefits/runs-page').then((m) => m.RunsPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <RunsPage />;
}
