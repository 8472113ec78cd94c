'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const PackPage = dynamic(() => import('../../src/benefits/pack-page').then((m) => m.PackPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <PackPage />;
}
