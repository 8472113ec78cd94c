'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const DevicesPage = dynamic(() => import('../../src/oversight/devices-page').then((m) => m.DevicesPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <DevicesPage />;
}
