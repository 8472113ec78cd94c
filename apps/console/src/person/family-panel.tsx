'use client';
import { Button, Checkbox, Input } from 'antd';
import Link from 'next/link';
import { useState } from 'react';
import type { PersonPage } from '@heling/people/contract/persons';
import type { Cover } from '@heling/access/contract/shared';
import { SEX_NAMES } from '@heling/people/domain/person';
import {
  accessGrantConsent,
  accessListConsents,
  accessWithdrawConsent,
  peoplePage,
  peopleSetHousehold,
} from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { COVERS } from '@heling/ui/glossary';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { Dialog } from '../parts/dialog';
import { useConfirm } from '../parts/confirm';
import { Field } from '../parts/field';
import { Mark, When } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Answer, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { PersonPicker } from '../people/person-picker';
import { useRecordEdit } from './record-edit';

/** The household and the family members who may act for the person. */
export function FamilyPanel({ page, keeps }: { page: PersonPage; keeps: boolean }) {
  const [joining, setJoining] = useState(false);
  const [granting, setGranting] = useState(false);
  const edit = useRecordEdit(page);
  const confirm = useConfirm();
  const toasts = useToasts();
  const household = async (action: 'join' | 'leave' | 'new', other?: number) => {
    const done = await edit.run(() =>
      call(peopleSetHousehold, {
        params: { id: page.id },
        body: { version: page.version, action, ...(other ? { with: other } : {}) },
      }),
    );
    if (done) toasts.done('住户已更新');
  };
  const leave = async () => {
    const sure = await confirm({
      title: '离开现在的住户？',
      consequences: ['其他成员不变；可以再加入回来'],
      verb: '离开',
    });
    if (sure) await household('leave');
  };
  return (
    <Panel
      title="家庭"
      actions={
        keeps && (
          <>
            <Button onClick={() => setJoining(true)}>加入住户</Button>
            {page.householdId !== null && <Button onClick={() => void leave()}>离开</Button>}
          </>
        )
      }
    >
      <p className="muted">同住的老人</p>
      {page.household.length === 0 && <p>没有登记同住的老人</p>}
      <ul className="lines">
        {page.household.map((member) => (
          <li key={member.id}>
            <span>
              <Link prefetch={false} href={`/person/?id=${member.id}`}>
                {member.name}
              </Link>{' '}
              {SEX_NAMES[member.sex]} {member.age} 岁
              {member.status !== 'active' && <Mark tone="unknown">不在册</Mark>}
            </span>
          </li>
        ))}
      </ul>
      <Problem problem={edit.problem} />
      <div className="panel-head">
        <h3>授权的家属</h3>
        {keeps && (
          <div className="panel-actions no-print">
            <Button onClick={() => setGranting(true)}>登记授权</Button>
          </div>
        )}
      </div>
      {keeps ? <Consents personId={page.id} /> : <ConsentsRead page={page} />}
      {joining && (
        <Dialog title="加入哪位老人的住户" footer={null} onCancel={() => setJoining(false)} width={720}>
          <PersonPicker
            autoFocus
            exceptId={page.id}
            onPick={(other) => {
              setJoining(false);
              void household('join', other.id);
            }}
          />
        </Dialog>
      )}
      {granting && <GrantDialog page={page} close={() => setGranting(false)} />}
    </Panel>
  );
}

const coverWords = (covers: readonly string[]) =>
  covers.map((code) => COVERS[code as Cover] ?? code).join('、');

function ConsentsRead({ page }: { page: PersonPage }) {
  return (
    <ul className="lines">
      {page.consents.length === 0 && <li className="muted">没有授权的家属</li>}
      {page.consents.map((consent) => (
        <li key={consent.id}>
          <span>
            {consent.name} <span className="muted">{consent.relation}</span> {coverWords(consent.covers)} 至{' '}
            <When at={consent.expiresAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Consents({ personId }: { personId: number }) {
  const list = useCall(accessListConsents, { params: { id: personId } });
  const withdraw = useCommand(accessWithdrawConsent, [accessListConsents, peoplePage]);
  const confirm = useConfirm();
  return (
    <Answer of={list} lines={2}>
      {({ items }) => (
        <>
          {items.length === 0 && <p className="muted">没有授权的家属。凭签字的纸质同意书可在这里登记。</p>}
          <ul className="lines">
            {items.map((consent) => (
              <li key={consent.id}>
                <span>
                  {consent.name} <span className="muted">{consent.relation}</span>{' '}
                  <span className="number">{consent.phone ?? ''}</span>{' '}
                  {consent.state === 'live' ? (
                    <Mark tone="ok">有效</Mark>
                  ) : (
                    <Mark tone="unknown">{consent.state === 'expired' ? '已到期' : '已撤回'}</Mark>
                  )}
                  <br />
                  <span className="muted">
                    {coverWords(consent.covers)} · 至 <When at={consent.expiresAt} />
                  </span>
                </span>
                {consent.state === 'live' && (
                  <Button
                    type="link"
                    danger
                    className="no-print"
                    onClick={() =>
                      void confirm({
                        title: `撤回对 ${consent.name} 的授权？`,
                        consequences: ['立即生效，对方不能再下单和查看；要恢复须重新登记'],
                        verb: '撤回',
                        danger: true,
                      }).then((sure) => {
                        if (sure) {
                          withdraw.mutate({ params: { id: consent.id }, body: { version: consent.version } });
                        }
                      })
                    }
                  >
                    撤回
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <Problem problem={withdraw.error} />
        </>
      )}
    </Answer>
  );
}

/** Records the consent that the person has signed on paper. */
function GrantDialog({ page, close }: { page: PersonPage; close(): void }) {
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [relation, setRelation] = useState('子女');
  const [paper, setPaper] = useState('');
  const [covers, setCovers] = useState<Cover[]>(['order', 'follow', 'pay', 'profile']);
  const grant = useCommand(accessGrantConsent, [accessListConsents, peoplePage]);
  const toasts = useToasts();
  const ready = name.trim() && phone.trim() && relation.trim() && paper.trim() && covers.length > 0;
  const save = () => {
    if (!ready || grant.isPending) return;
    grant.mutate(
      {
        params: { id: page.id },
        body: {
          name: name.trim(),
          phone: phone.trim(),
          relation: relation.trim(),
          covers,
          paper: paper.trim(),
        },
      },
      {
        onSuccess: () => {
          toasts.done('授权已登记，家属可以用这个手机号登录');
          close();
        },
      },
    );
  };
  return (
    <Dialog
      title="登记家属授权"
      okText="登记"
      okButtonProps={{ disabled: !ready, loading: grant.isPending }}
      onOk={save}
      onCancel={close}
    >
      <form
        className="record-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label="家属姓名" required>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="手机号" required>
          {(ids) => (
            <Input {...ids} maxLength={11} value={phone} onChange={(event) => setPhone(event.target.value)} />
          )}
        </Field>
        <Field label="与老人的关系" required>
          {(ids) => (
            <Input
              {...ids}
              maxLength={20}
              value={relation}
              onChange={(event) => setRelation(event.target.value)}
            />
          )}
        </Field>
        <Field label="同意书编号" required hint="老人签字的纸质同意书，一年内有效">
          {(ids) => (
            <Input {...ids} maxLength={60} value={paper} onChange={(event) => setPaper(event.target.value)} />
          )}
        </Field>
        <Field label="同意的内容" required>
          {({ id }) => (
            <div id={id}>
              <Checkbox.Group
                value={covers}
                onChange={(next) => setCovers(next as Cover[])}
                options={(Object.keys(COVERS) as Cover[]).map((value) => ({ value, label: COVERS[value] }))}
              />
            </div>
          )}
        </Field>
        <button type="submit" hidden />
      </form>
      <Problem problem={grant.error} />
    </Dialog>
  );
}
