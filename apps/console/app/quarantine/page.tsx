'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const QuarantinePage = dynamic(
  () => import('../../src/oversight/quarantine-page').then((m) => m.QuarantinePage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <QuarantinePage />;
}
