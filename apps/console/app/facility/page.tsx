'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const FacilityPage = dynamic(() => import('../../src/facilities/facility-page').then((m) => m.FacilityPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <FacilityPage />;
}
