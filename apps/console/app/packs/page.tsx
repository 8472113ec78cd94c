'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const PacksPage = dynamic(() => import('../../src/benefits/packs-page').then((m) => m.PacksPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <PacksPage />;
}
