'use client';
import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import {
  accessChangePassword,
  accessEndOtherSessions,
  accessEndSession,
  accessListSessions,
} from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { useDivisions } from '../parts/division-select';
import { Field } from '../parts/field';
import { Mark, When } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Answer, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useMe } from '../shell/me';
import { leave } from '../shell/leave';

/** One's own account: roles and scope, where one is signed in, the password. */
export function MePage() {
  const me = useMe();
  const { name } = useDivisions();
  return (
    <>
      <PageHead title="我的账号" sub={me.name} />
      <div className="me-grid">
        <Panel title="角色和范围">
          <dl className="facts">
            <dt>账号</dt>
            <dd>{me.login ?? '无'}</dd>
            <dt>角色</dt>
            <dd>{me.roleNames.join('、')}</dd>
            <dt>辖区</dt>
            <dd>{me.scope.divisions.map(name).join('、') || '无'}</dd>
            <dt>机构</dt>
            <dd>{me.orgName ?? '无'}</dd>
          </dl>
          <p className="muted">角色和范围由安全管理员授予。</p>
        </Panel>
        <Sessions />
        <Password />
      </div>
    </>
  );
}

const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Windows/, 'Windows 电脑'],
  [/Android/, '安卓设备'],
  [/iPhone|iPad/, '苹果手机或平板'],
  [/Mac OS/, '苹果电脑'],
  [/Linux/, 'Linux 电脑'],
];

/** A device in words, from what its browser says of itself. */
function deviceWord(agent: string): string {
  const find = (words: readonly [RegExp, string][]) => words.find(([mark]) => mark.test(agent))?.[1];
  const known = [find(SYSTEMS), find(BROWSERS)].filter(Boolean).join(' · ');
  return known || agent;
}

function Sessions() {
  const list = useCall(accessListSessions, {});
  const end = useCommand(accessEndSession, [accessListSessions]);
  const endOthers = useCommand(accessEndOtherSessions, [accessListSessions]);
  const confirm = useConfirm();
  const toasts = useToasts();
  const stopOthers = async () => {
    const sure = await confirm({
      title: '结束其他设备上的登录？',
      consequences: ['其他设备须重新登录；这台设备不受影响'],
      verb: '全部结束',
    });
    if (!sure) return;
    endOthers.mutate({}, { onSuccess: ({ ended }) => toasts.done(`已结束 ${ended} 处登录`) });
  };
  return (
    <Panel
      title="登录的设备"
      actions={
        <Button onClick={() => void stopOthers()} loading={endOthers.isPending}>
          结束其他设备
        </Button>
      }
    >
      <Answer of={list} lines={3}>
        {({ items }) => (
          <ul className="lines">
            {items.map((session) => (
              <li key={session.id}>
                <span>
                  <span title={session.device}>{deviceWord(session.device)}</span>{' '}
                  <span className="number">{session.address}</span>{' '}
                  {session.current && <Mark tone="ok">这台设备</Mark>}
                  <br />
                  <span className="muted">
                    登录 <When at={session.createdAt} /> · 最近使用 <When at={session.seenAt} /> · 到期{' '}
                    <When at={session.expiresAt} />
                  </span>
                </span>
                <Button
                  type="link"
                  danger
                  onClick={() =>
                    end.mutate(
                      { params: { id: session.id } },
                      { onSuccess: () => (session.current ? leave() : toasts.done('已结束')) },
                    )
                  }
                >
                  {session.current ? '退出' : '结束'}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Answer>
      <Problem problem={end.error ?? endOthers.error} />
    </Panel>
  );
}

function Password() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useCommand(accessChangePassword, [accessListSessions]);
  const toasts = useToasts();
  const differs = again.length > 0 && again !== next;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!current || !next || next !== again || change.isPending) return;
    change.mutate(
      { body: { current, next } },
      {
        onSuccess: () => {
          setCurrent('');
          setNext('');
          setAgain('');
          toasts.done('密码已修改，其他设备上的登录已结束');
        },
      },
    );
  };
  const field = (
    label: string,
    value: string,
    set: (text: string) => void,
    autoComplete: string,
    about: { hint?: string; error?: string | null } = {},
  ) => (
    <Field label={label} required {...about}>
      {(ids) => (
        <Input
          {...ids}
          type="password"
          autoComplete={autoComplete}
          value={value}
          onChange={(event) => set(event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <Panel title="修改密码">
      <form className="record-form" onSubmit={save}>
        {field('现在的密码', current, setCurrent, 'current-password')}
        {field('新密码', next, setNext, 'new-password', {
          hint: '至少 10 位，包含大写字母、小写字母、数字、符号中的三类',
        })}
        {field('再输入一次新密码', again, setAgain, 'new-password', {
          error: differs ? '两次输入的密码不一样' : null,
        })}
        <Problem problem={change.error} />
        <div className="row">
          <Button
            type="primary"
            htmlType="submit"
            loading={change.isPending}
            disabled={!current || !next || next !== again}
          >
            修改密码
          </Button>
        </div>
      </form>
    </Panel>
  );
}
