'use client';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useState, type FormEvent, type ReactNode } from 'react';
import type { Me } from '@heling/access/contract/session';
import { accessMe, accessSignIn } from '@heling/ui/api.gen';
import { call, problemOf } from '@heling/ui/client';
import { TERMS, VERBS } from '@heling/ui/glossary';
import { useCall } from '@heling/ui/react/use-call';

const Account = createContext<Me | null>(null);

/** The signed-in account; only below `SignedIn`. */
export function useMe(): Me {
  const me = useContext(Account);
  if (!me) throw new Error('useMe outside SignedIn');
  return me;
}

/** Shows its children to a signed-in account, and to others the way in. */
export function SignedIn({ children }: { children: ReactNode }) {
  const me = useCall(accessMe, {}, { refetchInterval: 60_000 });
  if (me.data && me.error?.status !== 401) {
    return <Account.Provider value={me.data}>{children}</Account.Provider>;
  }
  if (me.isPending) return <main className="gate">正在连接…</main>;
  if (me.error && me.error.status !== 401) {
    return (
      <main className="gate" role="alert">
        <p>{me.error.message}</p>
        <button type="button" onClick={() => void me.refetch()}>
          {VERBS.retry}
        </button>
      </main>
    );
  }
  return <SignIn />;
}

function SignIn() {
  const client = useQueryClient();
  const [totp, setTotp] = useState(false);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (name: string) => String(form.get(name) ?? '').trim();
    setBusy(true);
    setProblem('');
    try {
      const body = { login: typed('login'), password: String(form.get('password') ?? '') };
      const answer = await call(accessSignIn, {
        body: totp ? { ...body, totp: typed('totp') } : body,
      });
      if (answer.state === 'totpNeeded') setTotp(true);
      else if (answer.state === 'ok') await client.invalidateQueries();
      else setProblem('首次登录请先在运营台设置密码并绑定动态验证码，再回到大屏登录。');
    } catch (error) {
      setProblem(problemOf(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="gate">
      <form onSubmit={(event) => void submit(event)}>
        <h1>{TERMS.monitor}</h1>
        <p className="demo">{TERMS.demo}</p>
        <label>
          账号
          <input name="login" autoComplete="username" required autoFocus />
        </label>
        <label>
          密码
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {totp ? (
          <label>
            动态验证码
            <input name="totp" inputMode="numeric" autoComplete="one-time-code" required autoFocus />
          </label>
        ) : null}
        <p role="alert" className="problem">
          {problem}
        </p>
        <button type="submit" disabled={busy}>
          {VERBS.signIn}
        </button>
      </form>
    </main>
  );
}
