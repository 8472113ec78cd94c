'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  accessEndOtherSessions,
  accessEndSession,
  accessListSessions,
  accessSignOut,
} from '@heling/ui/api.gen';
import { ago } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { forgetAll } from '../../src/carer/store';
import { SignIn } from '../../src/member';
import { useNow } from '../../src/now';
import { Action, Go, Loaded, Trouble } from '../../src/parts/basics';
import { Choice } from '../../src/parts/fields';
import { Page } from '../../src/parts/page';
import { useMe, type Me } from '../../src/session';
import { useMode } from '../../src/theme';
import { relationWord } from '../../src/words';

export default function Mine() {
  const me = useMe();
  if (me.error?.status === 401) return <SignIn />;
  return (
    <Page title="我的" tabs>
      <Loaded query={me}>{(data) => <Own me={data} />}</Loaded>
    </Page>
  );
}

function Own({ me }: { me: Me }) {
  const [mode, setMode] = useMode();
  const family = me.roles.includes('family');
  return (
    <>
      <section className="card stack">
        <h2>{me.name}</h2>
        {me.persons.map((person) => (
          <p key={person.id}>
            {person.id === me.personId
              ? '本人'
              : `照看 ${person.name}（您是${relationWord(person.relation)}）`}
          </p>
        ))}
        {!family && <p>{me.roleNames.join('、')}</p>}
      </section>
      {family && <Go to="/consents/">授权：谁可以替我办事</Go>}
      {family && <Go to="/standing/">长期订餐</Go>}
      {!family && <Go to="/carer/">今天的上门</Go>}
      <section className="card">
        <Choice
          legend="字的大小"
          value={mode}
          onChoose={setMode}
          options={[
            { value: 'elder', label: '长辈版（大字）' },
            { value: 'phone', label: '标准版' },
          ]}
        />
      </section>
      <Sessions />
      <Leaving />
    </>
  );
}

/** Where the account is signed in. */
function Sessions() {
  const now = useNow();
  const list = useCall(accessListSessions, {});
  const end = useCommand(accessEndSession, [accessListSessions]);
  const endOthers = useCommand(accessEndOtherSessions, [accessListSessions]);
  return (
    <section className="card stack">
      <h2>在哪些手机上登录着</h2>
      <Loaded query={list} rows={1}>
        {({ items }) => (
          <>
            <ul className="list">
              {items.map((session) => (
                <li key={session.id} className="stack">
                  <span>
                    {session.current ? '这台手机' : deviceWord(session.device)}
                    <span className="muted"> {ago(session.seenAt, now)}用过</span>
                  </span>
                  {!session.current && (
                    <Action
                      look="plain"
                      busy={end.isPending}
                      onPress={() => end.mutate({ params: { id: session.id } })}
                    >
                      让它退出
                    </Action>
                  )}
                </li>
              ))}
            </ul>
            {items.length > 2 && (
              <Action look="plain" busy={endOthers.isPending} onPress={() => endOthers.mutate({})}>
                让其他的都退出
              </Action>
            )}
            <Trouble error={end.error ?? endOthers.error} />
          </>
        )}
      </Loaded>
    </section>
  );
}

/** A browser's own name of itself in a word that people know. */
function deviceWord(device: string): string {
  if (/iPhone|iPad/.test(device)) return '苹果手机或平板';
  if (/Android|HarmonyOS/.test(device)) return '安卓手机或平板';
  if (/Windows|Macintosh|Linux/.test(device)) return '电脑';
  return '另一台设备';
}

function Leaving() {
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const signOut = useCommand(accessSignOut);
  const leave = () =>
    signOut.mutate(
      {},
      {
        onSuccess: () => {
          sessionStorage.clear();
          void forgetAll().finally(() => {
            client.clear();
            window.location.assign('/family/');
          });
        },
      },
    );
  if (!sure) {
    return (
      <Action look="plain" onPress={() => setSure(true)}>
        退出登录
      </Action>
    );
  }
  return (
    <section className="card stack">
      <h2>退出登录？</h2>
      <p>下次要用手机号和验证码再登录。</p>
      <Trouble error={signOut.error} />
      <Action look="danger filled" busy={signOut.isPending} onPress={leave}>
        退出
      </Action>
      <Action look="plain" onPress={() => setSure(false)}>
        不退出
      </Action>
    </section>
  );
}
