'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const FiguresPage = dynamic(() => import('../../src/figures/figures-page').then((m) => m.FiguresPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <FiguresPage />;
}
