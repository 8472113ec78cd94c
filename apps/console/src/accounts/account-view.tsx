'use client';
import { useState } from 'react';
import { Button, Input } from 'antd';
import type { Account } from '@heling/access/contract/accounts';
import {
  accessApproveRecovery,
  accessEndAccountSessions,
  accessLeaveAccount,
  accessListAccounts,
  accessRequestRecovery,
  accessResetPassword,
  accessUnlockAccount,
} from '@heling/ui/api.gen';
import { label } from '@heling/ui/glossary';
import { useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { Field } from '../parts/field';
import { Mark, When } from '../parts/marks';
import { Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { useMay, useMe } from '../shell/me';
import { Roles } from './roles';
import { Secret } from './secret';
import styles from './accounts.module.css';

const TOUCHES = [accessListAccounts];

/** One account with what this administrator may do; the two administrators have different buttons. */
export function AccountView({ account }: { account: Account }) {
  const me = useMe();
  const now = useNow(30_000);
  const toasts = useToasts();
  const confirm = useConfirm();
  const system = useMay(['systemAdmin']);
  const security = useMay(['securityAdmin']);
  const [asked, setAsked] = useState<'leave' | 'recovery' | 'sessions' | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const reset = useCommand(accessResetPassword, []);
  const unlock = useCommand(accessUnlockAccount, TOUCHES);
  const leave = useCommand(accessLeaveAccount, TOUCHES);
  const request = useCommand(accessRequestRecovery, TOUCHES);
  const approve = useCommand(accessApproveRecovery, TOUCHES);
  const end = useCommand(accessEndAccountSessions, TOUCHES);
  const params = { id: account.id };
  const problem = reset.error ?? unlock.error ?? leave.error ?? request.error ?? approve.error ?? end.error;
  const locked = account.lockedUntil !== null && new Date(account.lockedUntil) > now;
  const own = account.id === me.accountId;
  const staff = account.kind === 'staff';

  const doReset = async () => {
    const go = await confirm({
      title: `重置 ${account.name} 的密码`,
      consequences: ['原来的密码立即失效，所有登录都结束', '给出一次性初始密码，首次登录时要自己改'],
      verb: '重置密码',
      danger: true,
    });
    if (go) {
      reset.mutate(
        { params, body: { version: account.version } },
        { onSuccess: (done) => setPassword(done.initialPassword) },
      );
    }
  };
  const doApprove = async () => {
    if (!account.recovery) return;
    const go = await confirm({
      title: `核准 ${account.name} 重新绑定动态验证码`,
      consequences: [
        `申请原因：${account.recovery.reason}`,
        '请先当面或视频核实是本人',
        '核准后原来的验证器失效，下次登录时重新绑定',
      ],
      verb: '核准',
    });
    if (go) approve.mutate({ params, body: { recoveryId: account.recovery.id } });
  };
  return (
    <div className={styles.view}>
      <dl className="facts">
        <dt>登录名</dt>
        <dd>{account.login ?? '用手机号登录'}</dd>
        <dt>姓名</dt>
        <dd>{account.name}</dd>
        <dt>类别</dt>
        <dd>{label('accountKind', account.kind)}</dd>
        <dt>状态</dt>
        <dd className="row">
          <Mark tone={account.status === 'active' ? 'ok' : account.status === 'invited' ? 'p3' : 'unknown'}>
            {label('account', account.status)}
          </Mark>
          {locked && (
            <Mark tone="p1">
              锁定到 <When at={account.lockedUntil} />
            </Mark>
          )}
        </dd>
        <dt>电话</dt>
        <dd>{account.phone ?? '没有登记'}</dd>
        <dt>所在</dt>
        <dd>{account.divisionName ?? account.division}</dd>
        <dt>动态验证码</dt>
        <dd>{account.secondFactor ? '已绑定' : '没有绑定'}</dd>
      </dl>
      {account.recovery && (
        <p>
          <Mark tone="p2">等待第二人核准重新绑定</Mark> 账号 {account.recovery.requestedBy} 于{' '}
          <When at={account.recovery.requestedAt} /> 申请：{account.recovery.reason}
        </p>
      )}
      {account.kind !== 'family' && (
        <Roles account={account} editable={security && !own && account.status !== 'left'} />
      )}
      {own && <p className="muted">自己的角色由别人授予。</p>}
      <div className="row">
        {system && staff && account.status !== 'left' && (
          <Button loading={reset.isPending} onClick={() => void doReset()}>
            重置密码
          </Button>
        )}
        {system && staff && account.secondFactor && !account.recovery && account.status !== 'left' && (
          <Button onClick={() => setAsked('recovery')}>申请重绑验证码</Button>
        )}
        {security && account.recovery && account.recovery.requestedBy !== me.accountId && (
          <Button type="primary" loading={approve.isPending} onClick={() => void doApprove()}>
            核准重绑
          </Button>
        )}
        {security && locked && (
          <Button
            type="primary"
            loading={unlock.isPending}
            onClick={() => unlock.mutate({ params, body: { version: account.version } })}
          >
            解除锁定
          </Button>
        )}
        {(system || security) && <Button onClick={() => setAsked('sessions')}>结束全部登录</Button>}
        {system && !own && account.status !== 'left' && (
          <Button danger onClick={() => setAsked('leave')}>
            停用
          </Button>
        )}
      </div>
      {asked === 'leave' && (
        <WithReason
          verb="停用"
          says="登录和令牌立即失效。已办的事、审计记录都保留。"
          danger
          busy={leave.isPending}
          onGive={(reason) =>
            leave.mutate(
              { params, body: { version: account.version, reason } },
              { onSuccess: () => toasts.done('已停用') },
            )
          }
          onLeave={() => setAsked(null)}
        />
      )}
      {asked === 'recovery' && (
        <WithReason
          verb="申请重绑"
          says="须由另一位安全管理员核准后才生效。请先核实是本人。"
          busy={request.isPending}
          onGive={(reason) =>
            request.mutate(
              { params, body: { reason } },
              { onSuccess: () => toasts.done('已申请，等安全管理员核准') },
            )
          }
          onLeave={() => setAsked(null)}
        />
      )}
      {asked === 'sessions' && (
        <WithReason
          verb="结束全部登录"
          says="这个账号在各设备上的登录都会结束，要重新登录。"
          busy={end.isPending}
          onGive={(reason) =>
            end.mutate(
              { params, body: { reason } },
              {
                onSuccess: () => {
                  toasts.done('已结束');
                  setAsked(null);
                },
              },
            )
          }
          onLeave={() => setAsked(null)}
        />
      )}
      {password && <Secret label={`${account.name} 的初始密码`} value={password} />}
      <Problem problem={problem} />
    </div>
  );
}

function WithReason({
  verb,
  says,
  danger = false,
  busy,
  onGive,
  onLeave,
}: {
  verb: string;
  says: string;
  danger?: boolean;
  busy: boolean;
  onGive: (reason: string) => void;
  onLeave: () => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <form
      className={styles.ask}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) onGive(reason.trim());
      }}
    >
      <p>{says}</p>
      <Field label="原因" required hint="记入审计">
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <p className="row">
        <Button type="primary" danger={danger} htmlType="submit" disabled={!reason.trim()} loading={busy}>
          确认{verb}
        </Button>
        <Button onClick={onLeave}>取消</Button>
      </p>
    </form>
  );
}
