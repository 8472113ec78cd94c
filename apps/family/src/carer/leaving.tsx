'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accessSignOut } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { Action, Notice, Trouble } from '../parts/basics';
import type { Me } from '../session';
import { forgetAll } from './store';
import { useUnsent } from './use-unsent';

/** Sign-out of a carer: not while something still waits to be sent; names and addresses are deleted from the phone. */
export function Leaving({ me }: { me: Me }) {
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const { steps, photos } = useUnsent(me.accountId);
  const waiting = [...steps, ...photos].filter((each) => !each.refused).length;
  const signOut = useCommand(accessSignOut);
  if (!sure) {
    return (
      <Action look="plain" onPress={() => setSure(true)}>
        退出（{me.name}）
      </Action>
    );
  }
  return (
    <section className="card stack">
      <h2>退出登录？</h2>
      {waiting > 0 ? (
        <Notice tone="warn" title={`还有 ${waiting} 项没有上传，不能退出`}>
          <span>请到有网络的地方，等上传完再退出。</span>
        </Notice>
      ) : (
        <p>手机上的老人姓名和地址会一起删除。</p>
      )}
      <Trouble error={signOut.error} />
      <Action
        look="danger filled"
        off={waiting > 0}
        busy={signOut.isPending}
        onPress={() =>
          signOut.mutate(
            {},
            {
              onSuccess: () => {
                sessionStorage.clear();
                void forgetAll().finally(() => {
                  client.clear();
                  window.location.assign('/family/carer/');
                });
              },
            },
          )
        }
      >
        退出
      </Action>
      <Action look="plain" onPress={() => setSure(false)}>
        不退出
      </Action>
    </section>
  );
}
