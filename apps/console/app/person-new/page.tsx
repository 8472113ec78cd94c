'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const PersonNewPage = dynamic(
  () => import('../../src/people/person-new-page').then((page) => page.PersonNewPage),
  {
    ssr: false,
    loading: () => <Waiting />,
  },
);

export default function Page() {
  return <PersonNewPage />;
}
