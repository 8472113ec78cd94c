'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const PersonPage = dynamic(() => import('../../src/person/person-page').then((page) => page.PersonPage), {
  ssr: false,
  loading: () => <Waiting />,
});

export default function Page() {
  return <PersonPage />;
}
