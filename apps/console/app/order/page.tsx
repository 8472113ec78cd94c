'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const OrderPage = dynamic(() => import('../../src/orders/order-page').then((m) => m.OrderPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <OrderPage />;
}
