'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const IntegrationsPage = dynamic(
  () => import('../../src/integrations/integrations-page').then((m) => m.IntegrationsPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <IntegrationsPage />;
}
