'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accessEnrolTotp, accessSetFirstPassword, accessSignIn } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { Action, Notice, Trouble } from '../parts/basics';
import { TextField } from '../parts/fields';
import { Page } from '../parts/page';
import { become, type Me } from '../session';
import { Link } from '../parts/link';

type Step =
  | { at: 'password' }
  | { at: 'totp' }
  | { at: 'newPassword'; ticket: string }
  | { at: 'enrol'; ticket: string; qr: string; secret: string };
type Answer =
  | { state: 'ok'; me: Me }
  | { state: 'totpNeeded' }
  | { state: 'enrol'; ticket: string; qr: string; secret: string }
  | { state: 'newPassword'; ticket: string };

/** Sign-in of carers and couriers: login and password, and the second factor where it is asked for. */
export function StaffSignIn() {
  const client = useQueryClient();
  const [login, setLogin] = useDraft('staffLogin', '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [fresh, setFresh] = useState('');
  const [step, setStep] = useState<Step>({ at: 'password' });
  const signIn = useCommand(accessSignIn);
  const first = useCommand(accessSetFirstPassword);
  const enrol = useCommand(accessEnrolTotp);
  const go = (answer: Answer) => {
    setCode('');
    if (answer.state === 'ok') {
      become(client, answer.me);
    } else if (answer.state === 'totpNeeded') setStep({ at: 'totp' });
    else if (answer.state === 'enrol') setStep({ ...answer, at: 'enrol' });
    else setStep({ at: 'newPassword', ticket: answer.ticket });
  };
  const enter = () =>
    signIn.mutate(
      { body: { login: login.trim(), password, ...(step.at === 'totp' ? { totp: code.trim() } : {}) } },
      { onSuccess: go },
    );
  const digits = code.trim().length === 6;
  return (
    <Page title="护理员登录">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (step.at === 'password' && login.trim() && password) enter();
          if (step.at === 'totp' && digits) enter();
        }}
      >
        {(step.at === 'password' || step.at === 'totp') && (
          <>
            <TextField label="账号" autoComplete="username" maxLength={60} value={login} onType={setLogin} />
            <TextField
              label="密码"
              type="password"
              autoComplete="current-password"
              maxLength={200}
              value={password}
              onType={setPassword}
            />
            {step.at === 'totp' && (
              <TextField
                label="动态验证码"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onType={setCode}
                hint="打开验证器，输入 6 位数字"
              />
            )}
            <Trouble error={signIn.error} />
            <button
              type="submit"
              className="button primary"
              disabled={signIn.isPending || !login.trim() || !password || (step.at === 'totp' && !digits)}
            >
              {signIn.isPending ? '请稍候…' : '登录'}
            </button>
          </>
        )}
        {step.at === 'newPassword' && (
          <>
            <Notice title="第一次登录，请设一个新密码">
              <span>至少 10 位，含大写、小写、数字、符号中的三类。</span>
            </Notice>
            <TextField
              label="新密码"
              type="password"
              autoComplete="new-password"
              value={fresh}
              onType={setFresh}
            />
            <Trouble error={first.error} />
            <Action
              look="primary"
              busy={first.isPending}
              off={fresh.length < 10}
              onPress={() =>
                first.mutate({ body: { ticket: step.ticket, password: fresh } }, { onSuccess: go })
              }
            >
              设密码
            </Action>
          </>
        )}
        {step.at === 'enrol' && (
          <>
            <Notice title="绑定动态验证码">
              <span>用验证器扫描图码，或输入密钥，再填 6 位数字。</span>
            </Notice>
            <img src={step.qr} alt="验证器图码" width={200} height={200} />
            <p>密钥：{step.secret}</p>
            <TextField label="6 位数字" inputMode="numeric" maxLength={6} value={code} onType={setCode} />
            <Trouble error={enrol.error} />
            <Action
              look="primary"
              busy={enrol.isPending}
              off={!digits}
              onPress={() =>
                enrol.mutate({ body: { ticket: step.ticket, totp: code.trim() } }, { onSuccess: go })
              }
            >
              绑定并登录
            </Action>
          </>
        )}
      </form>
      <Link className="button plain" to="/">
        我是老人、家属
      </Link>
    </Page>
  );
}
