'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const AlarmsPage = dynamic(() => import('../../src/oversight/alarms-page').then((m) => m.AlarmsPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <AlarmsPage />;
}
