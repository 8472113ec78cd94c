'use client';
import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import type { Me } from '@heling/access/contract/session';
import { accessEnrolTotp, accessSetFirstPassword, accessSignIn } from '@heling/ui/api.gen';
import { call, problemOf, type ApiProblem } from '@heling/ui/client';
import { VERBS } from '@heling/ui/glossary';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';

type Step =
  | { at: 'password' }
  | { at: 'totp' }
  | { at: 'newPassword'; ticket: string }
  | { at: 'enrol'; ticket: string; qr: string; secret: string };

/** The four steps of signing in: password, then as the account needs: first password, enrolment, second factor. */
export function SignIn({ login: known = '', onSignedIn }: { login?: string; onSignedIn(me: Me): void }) {
  const [step, setStep] = useState<Step>({ at: 'password' });
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);

  const begin = async (code?: string) => {
    const answer = await call(accessSignIn, { body: { login, password, ...(code ? { totp: code } : {}) } });
    if (answer.state === 'ok') onSignedIn(answer.me);
    else if (answer.state === 'totpNeeded') setStep({ at: 'totp' });
    else if (answer.state === 'enrol') setStep({ at: 'enrol', ...answer });
    else setStep({ at: 'newPassword', ticket: answer.ticket });
  };
  const steps: Record<Step['at'], () => Promise<void>> = {
    password: () => begin(),
    totp: () => begin(totp.trim()),
    newPassword: async () => {
      if (step.at !== 'newPassword') return;
      const answer = await call(accessSetFirstPassword, { body: { ticket: step.ticket, password: next } });
      if (answer.state === 'ok') onSignedIn(answer.me);
      else setStep({ at: 'enrol', ...answer });
    },
    enrol: async () => {
      if (step.at !== 'enrol') return;
      const answer = await call(accessEnrolTotp, { body: { ticket: step.ticket, totp: totp.trim() } });
      onSignedIn(answer.me);
    },
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    void steps[step.at]()
      .then(() => setTotp(''))
      .catch((error: unknown) => {
        setProblem(problemOf(error));
        if (step.at !== 'newPassword') setTotp('');
      })
      .finally(() => setBusy(false));
  };
  const differs = again.length > 0 && again !== next;

  return (
    <form className="sign-in" onSubmit={submit} aria-label="登录">
      {step.at === 'password' && (
        <>
          <Field label="账号">
            {(ids) => (
              <Input
                {...ids}
                autoComplete="username"
                autoFocus={!known}
                value={login}
                onChange={(event) => setLogin(event.target.value)}
              />
            )}
          </Field>
          <Field label="密码">
            {(ids) => (
              <Input
                {...ids}
                type="password"
                autoComplete="current-password"
                autoFocus={Boolean(known)}
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      {step.at === 'newPassword' && (
        <>
          <p>首次登录，请设置自己的密码。</p>
          <Field label="新密码" hint="至少 10 位，包含大写字母、小写字母、数字、符号中的三类">
            {(ids) => (
              <Input
                {...ids}
                type="password"
                autoComplete="new-password"
                autoFocus
                value={next}
                onChange={(event) => setNext(event.target.value)}
              />
            )}
          </Field>
          <Field label="再输入一次" error={differs ? '两次输入的密码不一样' : null}>
            {(ids) => (
              <Input
                {...ids}
                type="password"
                autoComplete="new-password"
                value={again}
                onChange={(event) => setAgain(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      {step.at === 'enrol' && (
        <div className="enrol">
          <p>用手机上的验证器扫描二维码，绑定动态验证码。以后每次登录都要用它。</p>
          {/* A data URL of the api: no image service is involved. */}
          <img src={step.qr} alt="动态验证码的二维码" width={200} height={200} />
          <p>
            不能扫描时，在验证器里输入：<code>{step.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
          </p>
        </div>
      )}
      {(step.at === 'totp' || step.at === 'enrol') && (
        <Field label="动态验证码" hint="验证器显示的 6 位数字">
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              autoFocus
              value={totp}
              onChange={(event) => setTotp(event.target.value)}
            />
          )}
        </Field>
      )}
      <Problem problem={problem} />
      <div className="row">
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          block
          loading={busy}
          disabled={step.at === 'newPassword' && (next === '' || next !== again)}
        >
          {step.at === 'newPassword' ? '设置密码' : step.at === 'enrol' ? '绑定并登录' : VERBS.signIn}
        </Button>
        {step.at !== 'password' && (
          <Button
            size="large"
            onClick={() => {
              setStep({ at: 'password' });
              setProblem(null);
            }}
          >
            {VERBS.back}
          </Button>
        )}
      </div>
    </form>
  );
}
