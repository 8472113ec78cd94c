'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const BoardPage = dynamic(() => import('../../src/board/board-page').then((m) => m.BoardPage), {
  ssr: false,
  loading: () => <Waiting lines={12} />,
});

export default function Page() {
  return <BoardPage />;
}
