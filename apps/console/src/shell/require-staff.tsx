'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, type ReactNode } from 'react';
import type { Me } from '@heling/access/contract/session';
import { accessMe, accessSignOut } from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { TERMS } from '@heling/ui/glossary';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { Empty, Problem, Waiting } from '../parts/states';
import { MeContext } from './me';
import { SignIn } from './sign-in';
import { placesFor } from './tasks';
import { leave } from './leave';

const DEMO_HINT = '演示环境的账号和密码见启动时的输出。';

/**
 * Shows the pages to signed-in staff. Nobody signed in: the sign-in page stands at the wanted address, so that one goes
 * on where one wanted to. The session ends meanwhile: the sign-in stands over the page, which keeps what was typed.
 */
export function RequireStaff({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const me = useCall(accessMe, {});
  const over = me.error?.status === 401;
  useEffect(() => {
    if (over && !me.data) document.title = `登录 · ${TERMS.console}`;
  }, [over, me.data]);

  const signedIn = (next: Me) => {
    // Another person at this desk must not go on with what the first one typed.
    if (me.data && me.data.accountId !== next.accountId) {
      leave();
      return;
    }
    client.setQueryData(keyOf(accessMe, {}), next);
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== accessMe.id });
  };

  if (!me.data) {
    if (over) {
      return (
        <main className="gate">
          <div className="gate-card">
            <h1>{TERMS.console}</h1>
            <p className="muted">
              鹤壁市养老服务平台 <span className="demo">{TERMS.demo}</span>
            </p>
            <SignIn onSignedIn={signedIn} />
            <p className="muted">{DEMO_HINT}</p>
          </div>
        </main>
      );
    }
    return (
      <main className="gate" aria-busy="true">
        <div className="gate-card">
          <h1>{TERMS.console}</h1>
          <p className="demo">{TERMS.demo}</p>
          {me.error ? <Problem problem={me.error} retry={() => void me.refetch()} /> : <Waiting lines={4} />}
        </div>
      </main>
    );
  }
  if (placesFor(me.data.roles).length === 0) {
    const carer = me.data.roles.includes('carer');
    return (
      <main className="gate">
        <div className="gate-card">
          <h1>{TERMS.console}</h1>
          <Empty title="这里是工作人员的运营台">
            <p>
              {carer ? '护理员的上门单在' : '老人、家属请到'}{' '}
              <a href={carer ? '/family/carer/' : '/family/'}>{carer ? '手机页面' : '家庭端'}</a>。
            </p>
            <Button onClick={() => void call(accessSignOut, {}).then(leave, leave)}>换一个账号登录</Button>
          </Empty>
        </div>
      </main>
    );
  }
  return (
    <MeContext value={me.data}>
      {children}
      <Dialog
        open={over}
        title="登录已结束，请重新登录"
        footer={null}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        width={420}
        destroyOnHidden
      >
        <p>页面上已填写的内容都还在，登录后接着做。</p>
        {over && <SignIn login={me.data.login ?? ''} onSignedIn={signedIn} />}
      </Dialog>
    </MeContext>
  );
}
