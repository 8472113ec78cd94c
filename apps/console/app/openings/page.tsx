'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const OpeningsPage = dynamic(() => import('../../src/benefits/openings-page').then((m) => m.OpeningsPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <OpeningsPage />;
}
