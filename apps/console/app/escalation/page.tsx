'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const EscalationPage = dynamic(
  () => import('../../src/oversight/escalation-page').then((m) => m.EscalationPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <EscalationPage />;
}
