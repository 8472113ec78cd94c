'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const AccountsPage = dynamic(() => import('../../src/accounts/accounts-page').then((m) => m.AccountsPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <AccountsPage />;
}
