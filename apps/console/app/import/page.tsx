'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const ImportPage = dynamic(() => import('../../src/import/import-page').then((page) => page.ImportPage), {
  ssr: false,
  loading: () => <Waiting />,
});

export default function Page() {
  return <ImportPage />;
}
