'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const PeoplePage = dynamic(() => import('../../src/people/people-page').then((page) => page.PeoplePage), {
  ssr: false,
  loading: () => <Waiting />,
});

export default function Page() {
  return <PeoplePage />;
}
