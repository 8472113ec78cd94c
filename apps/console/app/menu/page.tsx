'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const MenuPage = dynamic(() => import('../../src/menu/menu-page').then((m) => m.MenuPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <MenuPage />;
}
