'use client';
import { notifyPhone, oversightPhoneCalls } from '@heling/ui/api.gen';
import { when } from '@heling/ui/format';
import { useCall } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { useNow } from '../../src/now';
import { Loaded, Notice } from '../../src/parts/basics';
import { TextField } from '../../src/parts/fields';
import { Page } from '../../src/parts/page';
import { PhoneCalls } from '../../src/phone-calls';

/** The demonstration's telephone: the messages that a number would have got. */
export default function Phone() {
  const now = useNow();
  const [typed, setTyped] = useDraft('phone', '');
  const phone = typed.replace(/\s/g, '');
  const fits = /^1[3-9]\d{9}$/.test(phone);
  const messages = useCall(notifyPhone, { body: { phone } }, { enabled: fits, refetchInterval: 3000 });
  const calls = useCall(oversightPhoneCalls, { body: { phone } }, { enabled: fits, refetchInterval: 2000 });
  return (
    <Page title="演示手机" back="/">
      <p>这里显示一个手机号收到的短信和报警呼叫，只在演示环境有。</p>
      <TextField label="手机号" type="tel" inputMode="tel" maxLength={13} value={typed} onType={setTyped} />
      {calls.data && calls.data.items.length > 0 && (
        <PhoneCalls phone={phone} calls={calls.data.items} now={now} />
      )}
      {fits && (
        <Loaded query={messages}>
          {({ items }) =>
            items.length === 0 ? (
              <Notice title="还没有短信">
                <span>在登录页按“发验证码”，短信过几秒会出现在这里。</span>
              </Notice>
            ) : (
              items.map((message) => (
                <article key={message.id} className="card sms">
                  <p className="muted">{when(message.at, now)}</p>
                  <p>{message.text}</p>
                </article>
              ))
            )
          }
        </Loaded>
      )}
    </Page>
  );
}
