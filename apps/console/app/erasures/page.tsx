'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const ErasuresPage = dynamic(
  () => import('../../src/rights/erasures-page').then((page) => page.ErasuresPage),
  {
    ssr: false,
    loading: () => <Waiting />,
  },
);

export default function Page() {
  return <ErasuresPage />;
}
