'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const AuditPage = dynamic(() => import('../../src/audit/audit-page').then((m) => m.AuditPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <AuditPage />;
}
