'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const OrdersPage = dynamic(() => import('../../src/orders/orders-page').then((m) => m.OrdersPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <OrdersPage />;
}
