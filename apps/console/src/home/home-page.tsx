'use client';
import { TASKS } from '@heling/ui/glossary';
import { Empty } from '../parts/states';
import { PageHead } from '../parts/page-head';
import { AllowancesToday } from '../benefits/today';
import { useMay, useMe } from '../shell/me';
import { placeAt, railFor, PLACES } from '../shell/tasks';
import Link from 'next/link';
import { Queue } from './queue';
import { TodayCounts, WithinHour } from './within-hour';
import './home.css';

const orders = PLACES.find((place) => place.path === '/orders/');

/** 今日工作台: what needs a person, what will go wrong within the hour, and how the day stands. */
export function HomePage() {
  const me = useMe();
  const serves = orders?.roles.some((role) => role !== 'auditor' && me.roles.includes(role)) ?? false;
  if (!serves) return <OtherTasks />;
  return (
    <>
      <PageHead title={TASKS.today} sub={<TodayCounts />} />
      <div className="today">
        <Queue />
        <WithinHour />
      </div>
    </>
  );
}

/** For those who do not serve people: where their work is. */
function OtherTasks() {
  const { roles, roleNames } = useMe();
  const allowances = useMay(placeAt('/applications/')!.roles);
  const groups = railFor(roles).filter((group) => group.task !== 'today');
  return (
    <>
      <PageHead title={TASKS.today} sub={roleNames.join('、')} />
      {allowances && <AllowancesToday />}
      <Empty title={allowances ? '去做别的' : '待办由服务人员处理，您的工作在这里'}>
        <p className="row" style={{ justifyContent: 'center' }}>
          {groups.flatMap((group) =>
            group.places.map((place) => (
              <Link key={place.path} prefetch={false} href={place.path}>
                {place.title}
              </Link>
            )),
          )}
        </p>
      </Empty>
    </>
  );
}
