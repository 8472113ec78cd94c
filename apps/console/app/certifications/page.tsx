'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const CertificationsPage = dynamic(
  () => import('../../src/benefits/certifications-page').then((m) => m.CertificationsPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <CertificationsPage />;
}
