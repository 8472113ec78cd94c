'use client';
import { lazy, Suspense, type ReactNode } from 'react';
import { Go, Loaded, Notice, Skeleton } from './parts/basics';
import { Page } from './parts/page';
import { useMe, usePerson, type Me, type Person } from './session';

const SignInPage = lazy(() => import('./sign-in').then((module) => ({ default: module.SignIn })));
/** Sign-in in the place of a page; fetched only by who needs it. */
export function SignIn() {
  return (
    <Suspense
      fallback={
        <Page title="登录">
          <Skeleton rows={2} />
        </Page>
      }
    >
      <SignInPage />
    </Suspense>
  );
}

interface Frame {
  title: string;
  back?: string;
  tabs?: boolean;
}

/** A page for seniors and families: whoever is not signed in signs in here, and then sees the page itself. */
export function Member({ children, ...frame }: Frame & { children: (me: Me) => ReactNode }) {
  const me = useMe();
  if (me.error?.status === 401) return <SignIn />;
  const staff = me.data && !me.data.roles.includes('family');
  return (
    <Page {...frame}>
      {staff ? (
        <Notice title="这里是老人和家属的页面">
          <span>您登录的是工作人员账号。</span>
          {me.data?.roles.includes('carer') && (
            <Go to="/carer/" look="primary">
              去护理员页面
            </Go>
          )}
          <Go to="/me/">换账号</Go>
        </Notice>
      ) : (
        <Loaded query={me}>{children}</Loaded>
      )}
    </Page>
  );
}

/** A page about the chosen senior. */
export function AboutPerson({
  children,
  ...frame
}: Frame & { children: (person: Person, me: Me) => ReactNode }) {
  return <Member {...frame}>{(me) => <WithPerson me={me}>{children}</WithPerson>}</Member>;
}

function WithPerson({ me, children }: { me: Me; children: (person: Person, me: Me) => ReactNode }) {
  const person = usePerson(me);
  if (!person) {
    return (
      <Notice title="还没有可以照看的老人">
        <span>
          请老人在自己的手机上打开“我的 → 授权”，把您的手机号加进去；也可以请社区工作人员凭签字的同意书登记。
        </span>
      </Notice>
    );
  }
  return <>{children(person, me)}</>;
}
