'use client';
import dynamic from 'next/dynamic';
import { Waiting } from '../../src/parts/states';

const TasksPage = dynamic(() => import('../../src/import/tasks-page').then((page) => page.TasksPage), {
  ssr: false,
  loading: () => <Waiting />,
});

export default function Page() {
  return <TasksPage />;
}
