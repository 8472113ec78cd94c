'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const KitchenPage = dynamic(() => import('../../src/kitchen/kitchen-page').then((m) => m.KitchenPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <KitchenPage />;
}
