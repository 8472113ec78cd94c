'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const OrderNewPage = dynamic(
  () => import('../../src/order-new/order-new-page').then((page) => page.OrderNewPage),
  { ssr: false, loading: () => <Waiting /> },
);

export default function Page() {
  return <OrderNewPage />;
}
