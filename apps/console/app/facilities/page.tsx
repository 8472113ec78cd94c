'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const FacilitiesPage = dynamic(
  () => import('../../src/facilities/facilities-page').then((m) => m.FacilitiesPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <FacilitiesPage />;
}
