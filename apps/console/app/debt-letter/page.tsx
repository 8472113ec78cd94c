'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const DebtLetterPage = dynamic(
  () => import('../../src/benefits/debt-letter-page').then((m) => m.DebtLetterPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <DebtLetterPage />;
}
