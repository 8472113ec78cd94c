'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const ProvidersPage = dynamic(
  () => import('../../src/providers/providers-page').then((m) => m.ProvidersPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <ProvidersPage />;
}
