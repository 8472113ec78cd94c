'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const RostersPage = dynamic(() => import('../../src/oversight/rosters-page').then((m) => m.RostersPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <RostersPage />;
}
