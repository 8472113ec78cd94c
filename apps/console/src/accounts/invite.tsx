'use client';
import { useState } from 'react';
import { Button, Input, Radio } from 'antd';
import { accessInviteAccount, accessListAccounts } from '@heling/ui/api.gen';
import { useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { DivisionSelect } from '../parts/division-select';
import { Field } from '../parts/field';
import { Problem } from '../parts/states';
import { OrgSelect } from '../providers/org-select';
import { useMe } from '../shell/me';
import { Secret } from './secret';

interface Draft {
  kind: 'staff' | 'integration';
  login: string;
  name: string;
  phone: string;
  division: string | undefined;
  org: number | null;
}
const EMPTY: Draft = { kind: 'staff', login: '', name: '', phone: '', division: undefined, org: null };

/** Invites a member of staff, or registers a system; roles come from the security administrator. */
export function Invite({ onLeave }: { onLeave: () => void }) {
  const me = useMe();
  const [draft, setDraft, clear] = useDraft<Draft>(`invite:${me.accountId}`, EMPTY);
  const [made, setMade] = useState<{ name: string; password: string | null } | null>(null);
  const invite = useCommand(accessInviteAccount, [accessListAccounts]);
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const wrong = (name: string) =>
    invite.error?.problem.field?.replace(/^body\./, '') === name ? invite.error.message : undefined;
  const missing = !draft.login.trim() || !draft.name.trim() || !draft.division;
  if (made) {
    return (
      <>
        {made.password ? (
          <Secret label={`${made.name} 的初始密码`} value={made.password}>
            <p>请当面或打电话告诉本人；首次登录时要自己改。还需要安全管理员授予角色和范围，才能看到数据。</p>
          </Secret>
        ) : (
          <p role="status">{made.name} 已登记。请安全管理员授予角色和范围，再到“对接系统”签发接口令牌。</p>
        )}
        <p className="row">
          <Button
            onClick={() => {
              setMade(null);
              invite.reset();
            }}
          >
            再邀请一个
          </Button>
          <Button onClick={onLeave}>关闭</Button>
        </p>
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (missing || !draft.division) return;
        invite.mutate(
          {
            body: {
              kind: draft.kind,
              login: draft.login.trim(),
              name: draft.name.trim(),
              division: draft.division,
              ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}),
              ...(draft.org ? { org: draft.org } : {}),
            },
          },
          {
            onSuccess: (done) => {
              clear();
              setMade({ name: done.account.name, password: done.initialPassword });
            },
          },
        );
      }}
    >
      <Radio.Group
        aria-label="邀请谁"
        value={draft.kind}
        onChange={(event) => put({ kind: event.target.value as Draft['kind'] })}
        options={[
          { value: 'staff', label: '工作人员' },
          { value: 'integration', label: '对接系统' },
        ]}
      />
      <div className="fields">
        <Field label="登录名" required error={wrong('login')} hint="3–40 位小写字母、数字、点、横线">
          {(ids) => (
            <Input
              {...ids}
              autoComplete="off"
              value={draft.login}
              maxLength={40}
              onChange={(event) => put({ login: event.target.value })}
            />
          )}
        </Field>
        <Field label={draft.kind === 'staff' ? '姓名' : '系统名称'} required error={wrong('name')}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.name}
              maxLength={40}
              onChange={(event) => put({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="手机号" error={wrong('phone')} hint="忘记密码、重绑时联系用">
          {(ids) => (
            <Input
              {...ids}
              inputMode="tel"
              autoComplete="off"
              value={draft.phone}
              maxLength={11}
              onChange={(event) => put({ phone: event.target.value })}
            />
          )}
        </Field>
        <Field label="所在区划" required error={wrong('division')}>
          {(ids) => (
            <DivisionSelect
              id={ids.id}
              label="所在区划"
              value={draft.division}
              onChange={(division) => put({ division })}
            />
          )}
        </Field>
        <Field label="所在服务商或机构" hint="服务商管理员、机构值班才需要">
          {(ids) => <OrgSelect id={ids.id} kind="any" value={draft.org} onChange={(org) => put({ org })} />}
        </Field>
      </div>
      <Problem problem={invite.error} />
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={missing} loading={invite.isPending}>
          {draft.kind === 'staff' ? '邀请' : '登记'}
        </Button>
        <Button
          onClick={() => {
            clear();
            onLeave();
          }}
        >
          取消
        </Button>
      </p>
    </form>
  );
}
