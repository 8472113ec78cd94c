'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const AnsweringPage = dynamic(
  () => import('../../src/oversight/answering-page').then((m) => m.AnsweringPage),
  {
    ssr: false,
    loading: () => <Waiting lines={12} />,
  },
);

export default function Page() {
  return <AnsweringPage />;
}
