'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const ProviderPage = dynamic(() => import('../../src/providers/provider-page').then((m) => m.ProviderPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <ProviderPage />;
}
