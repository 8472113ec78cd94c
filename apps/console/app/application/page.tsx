'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const ApplicationPage = dynamic(
  () => import('../../src/benefits/application-page').then((m) => m.ApplicationPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <ApplicationPage />;
}
