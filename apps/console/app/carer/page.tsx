'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const CarerPage = dynamic(() => import('../../src/carers/carer-page').then((m) => m.CarerPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <CarerPage />;
}
