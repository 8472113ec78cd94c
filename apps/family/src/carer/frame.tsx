'use client';
import { lazy, Suspense, type ReactNode } from 'react';
import { when } from '@heling/ui/format';
import { useNow } from '../now';
import { Go, Loaded, Notice, Skeleton } from '../parts/basics';
import { Page } from '../parts/page';
import type { Me } from '../session';
import { useCarer, type Kept } from './use-day';
import { useOnline, useUnsent } from './use-unsent';
import { Link } from '../parts/link';

const StaffSignIn = lazy(() => import('./staff-sign-in').then((module) => ({ default: module.StaffSignIn })));

/** A page for carers and couriers; it opens without a network too, from what the phone has kept. */
export function CarerPage({
  title,
  back,
  children,
}: {
  title: string;
  back?: string;
  children: (me: Me) => ReactNode;
}) {
  const carer = useCarer();
  if (carer.error?.status === 401) {
    return (
      <Suspense
        fallback={
          <Page title="护理员登录">
            <Skeleton rows={2} />
          </Page>
        }
      >
        <StaffSignIn />
      </Suspense>
    );
  }
  return (
    <Page title={title} back={back}>
      <Loaded query={carer}>
        {(me) =>
          me.roles.includes('carer') ? (
            children(me)
          ) : (
            <Notice title="这里是护理员和送餐员的页面">
              <Go look="primary" to="/">
                去老人和家属页面
              </Go>
              <Go to="/me/">换账号</Go>
            </Notice>
          )
        }
      </Loaded>
    </Page>
  );
}

/** Without a network, or showing an old copy; and what still waits or was not taken. */
export function Standing({ me, kept }: { me: Me; kept: Pick<Kept<unknown>, 'copyAt' | 'coming'> }) {
  const { copyAt, coming } = kept;
  const now = useNow();
  const online = useOnline();
  const { steps, photos } = useUnsent(me.accountId);
  const waiting = [...steps, ...photos].filter((each) => !each.refused).length;
  const refused = [...steps, ...photos].length - waiting;
  return (
    <>
      {coming && copyAt && <p role="status">正在更新，先显示 {when(copyAt, now)} 的内容。</p>}
      {!coming && (!online || copyAt) && (
        <Notice tone="stale" title="没有网络，可以照常记录">
          <span>有网后自动补传。{copyAt && `下面是 ${when(copyAt, now)} 的内容。`}</span>
        </Notice>
      )}
      {waiting > 0 && (
        <Link className="notice note" to="/carer/unsent/">
          <strong>○ {waiting} 项等待上传 ›</strong>
        </Link>
      )}
      {refused > 0 && (
        <Link className="notice warn" to="/carer/unsent/">
          <strong>▲ {refused} 项没有被收下，请看一看 ›</strong>
        </Link>
      )}
    </>
  );
}
