'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { accessSendCode, accessSignInByCode } from '@heling/ui/api.gen';
import { useDraft } from '@heling/ui/react/use-draft';
import { useCommand } from '@heling/ui/react/use-call';
import { useAbout } from './about';
import { Action, Notice, Trouble } from './parts/basics';
import { TextField } from './parts/fields';
import { Page } from './parts/page';
import { become } from './session';
import { Link } from './parts/link';

/** Sign-in of seniors and families: phone, then the code of the message. */
export function SignIn() {
  const client = useQueryClient();
  const { demo } = useAbout();
  const [phone, setPhone] = useDraft('signIn', '');
  const [sent, setSent] = useState<{ phone: string; until: number } | null>(null);
  const [code, setCode] = useState('');
  const [left, setLeft] = useState(0);
  const send = useCommand(accessSendCode);
  const enter = useCommand(accessSignInByCode);
  useEffect(() => {
    if (!sent) return undefined;
    const tick = () => setLeft(Math.max(0, Math.ceil((sent.until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [sent]);

  const number = phone.replace(/\s/g, '');
  const fits = /^1\d{10}$/.test(number);
  const sendCode = () =>
    send.mutate(
      { body: { phone: number } },
      {
        onSuccess: (answer) => {
          setSent({ phone: number, until: Date.now() + answer.resendAfterSeconds * 1000 });
          setCode('');
        },
      },
    );
  const signIn = () =>
    enter.mutate(
      { body: { phone: number, code: code.trim() } },
      {
        onSuccess: (answer) => {
          become(client, answer.me);
        },
      },
    );
  const wait = sent?.phone === number ? left : 0;
  return (
    <Page title="登录">
      <h2 className="large">用手机号登录</h2>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (sent && code.trim().length === 6) signIn();
          else if (fits && wait === 0) sendCode();
        }}
      >
        <TextField
          label="手机号"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={13}
          value={phone}
          onType={setPhone}
        />
        <Action
          onPress={sendCode}
          busy={send.isPending}
          off={!fits || wait > 0}
          look={sent ? undefined : 'primary'}
        >
          {wait > 0 ? `${wait} 秒后可以重发` : sent ? '重发验证码' : '发验证码'}
        </Action>
        <Trouble error={send.error} />
        {sent && (
          <>
            <Notice tone="good" title="验证码已发到手机">
              <span>短信里有 6 位数字，5 分钟内有效。</span>
            </Notice>
            <TextField
              className="code-input"
              label="验证码"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              onType={setCode}
            />
            <Action look="primary" onPress={signIn} busy={enter.isPending} off={code.trim().length !== 6}>
              登录
            </Action>
            <Trouble error={enter.error} />
          </>
        )}
      </form>
      <p className="muted">没有登记手机号？请打电话，工作人员帮您登记。</p>
      {demo && (
        <Link className="button plain" to="/phone/" target="_blank">
          演示手机：看短信
        </Link>
      )}
      <Link className="button plain" to="/carer/">
        我是护理员、送餐员
      </Link>
    </Page>
  );
}
