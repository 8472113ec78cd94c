'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const MePage = dynamic(() => import('../../src/account/me-page').then((page) => page.MePage), {
  ssr: false,
  loading: () => <Waiting />,
});

export default function Page() {
  return <MePage />;
}
