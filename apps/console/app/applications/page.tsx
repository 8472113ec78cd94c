'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const ApplicationsPage = dynamic(
  () => import('../../src/benefits/applications-page').then((m) => m.ApplicationsPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <ApplicationsPage />;
}
