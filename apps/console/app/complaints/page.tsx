'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const ComplaintsPage = dynamic(
  () => import('../../src/complaints/complaints-page').then((m) => m.ComplaintsPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <ComplaintsPage />;
}
