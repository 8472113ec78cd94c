'use client';
import { Button, Input, Select } from 'antd';
import Link from 'next/link';
import { useState } from 'react';
import type { Output } from '@heling/platform/contract/route';
import type { listErasures } from '@heling/people/contract/personalData';
import { peopleDecideErasure, peopleListErasures } from '@heling/ui/api.gen';
import type { ToneName } from '@heling/ui/tokens';
import { useCommand } from '@heling/ui/react/use-call';
import { DataTable, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { FocusFirst } from '../parts/dialog';
import { Field } from '../parts/field';
import { Mark, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useConfirm } from '../parts/confirm';
import { useToasts } from '../parts/toast';
import { useIdParam } from '../parts/use-param';
import { usePages } from '../parts/use-pages';
import { useMay, useMe } from '../shell/me';

type Erasure = Output<typeof listErasures>['items'][number];
const STATES: Record<Erasure['state'], { name: string; tone: ToneName }> = {
  waiting: { name: '待核准', tone: 'p2' },
  done: { name: '已删除', tone: 'unknown' },
  refused: { name: '已驳回', tone: 'p3' },
};

/** Requests to erase a person's data: asked for by one, decided by another. */
export function ErasuresPage() {
  const [state, setState] = useState<Erasure['state'] | null>('waiting');
  const [, setOpen] = useIdParam('open');
  const pages = usePages(peopleListErasures, { query: { limit: 50, ...(state ? { state } : {}) } });
  const columns: Column<Erasure>[] = [
    { key: 'id', title: '申请', width: 80, fixedly: true, render: (row) => row.id },
    {
      key: 'state',
      title: '状态',
      width: 120,
      render: (row) => <Mark tone={STATES[row.state].tone}>{STATES[row.state].name}</Mark>,
    },
    {
      key: 'person',
      title: '老人',
      width: 120,
      render: (row) => (
        <Link prefetch={false} href={`/person/?id=${row.personId}`}>
          编号 {row.personId}
        </Link>
      ),
    },
    { key: 'reason', title: '原因', render: (row) => row.reason },
    { key: 'paper', title: '申请书', width: 160, render: (row) => row.paper ?? '本人在手机上申请' },
    { key: 'at', title: '申请时间', width: 160, render: (row) => <When at={row.requestedAt} /> },
    { key: 'decision', title: '决定', width: 220, render: (row) => row.decision ?? '' },
  ];
  return (
    <>
      <PageHead title="删除申请" sub="个人信息的删除：一人申请，另一人核准" />
      <DataTable<Erasure>
        name="erasures"
        label="删除申请"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => setOpen(row.id)}
        empty={
          <Empty title="没有这样的申请">
            <p>在老人档案的“更多”里可以代本人申请删除个人信息。</p>
          </Empty>
        }
        filters={
          <Select
            aria-label="状态"
            style={{ width: 130 }}
            value={state}
            onChange={setState}
            options={[
              { value: null, label: '全部状态' },
              ...(Object.keys(STATES) as Erasure['state'][]).map((value) => ({
                value,
                label: STATES[value].name,
              })),
            ]}
          />
        }
      />
      <DetailDrawer param="open" title="删除申请" width={560}>
        {(id, close) => {
          const erasure = pages.rows.find((row) => row.id === id);
          return erasure ? (
            <Decision key={`${id} ${erasure.version}`} erasure={erasure} close={close} />
          ) : (
            <Empty title="这里没有这份申请">
              <p>换一个状态筛选再看。</p>
            </Empty>
          );
        }}
      </DetailDrawer>
    </>
  );
}

function Decision({ erasure, close }: { erasure: Erasure; close(): void }) {
  const { accountId } = useMe();
  const decides = useMay(['city', 'county']);
  const [decision, setDecision] = useState('');
  const decide = useCommand(peopleDecideErasure, [peopleListErasures]);
  const confirm = useConfirm();
  const toasts = useToasts();
  const own = erasure.requestedBy === accountId;
  const run = async (approve: boolean) => {
    if (approve) {
      const sure = await confirm({
        title: '核准删除？删除后不能恢复',
        consequences: [
          '姓名、证件、电话、住址、健康、评估、联系人都会删除，密钥一并销毁',
          '结算需要的记录保留，但不再指向本人',
        ],
        verb: '核准删除',
        danger: true,
      });
      if (!sure) return;
    }
    decide.mutate(
      { params: { id: erasure.id }, body: { version: erasure.version, approve, decision: decision.trim() } },
      {
        onSuccess: () => {
          toasts.done(approve ? '已删除' : '已驳回');
          close();
        },
      },
    );
  };
  return (
    <>
      <FocusFirst />
      <dl className="facts">
        <dt>状态</dt>
        <dd>
          <Mark tone={STATES[erasure.state].tone}>{STATES[erasure.state].name}</Mark>
        </dd>
        <dt>老人</dt>
        <dd>
          <Link prefetch={false} href={`/person/?id=${erasure.personId}`}>
            编号 {erasure.personId}
          </Link>
        </dd>
        <dt>原因</dt>
        <dd>{erasure.reason}</dd>
        <dt>申请书</dt>
        <dd>{erasure.paper ?? '本人在手机上申请'}</dd>
        <dt>申请时间</dt>
        <dd>
          <When at={erasure.requestedAt} />
        </dd>
        {erasure.decision && (
          <>
            <dt>决定</dt>
            <dd>
              {erasure.decision} <When at={erasure.decidedAt} />
            </dd>
          </>
        )}
      </dl>
      {erasure.state === 'waiting' && decides && own && (
        <p className="muted">申请由您提交，须由另一人决定。</p>
      )}
      {erasure.state === 'waiting' && decides && !own && (
        <div className="record-form">
          <Field label="决定的理由" required>
            {(ids) => (
              <Input
                {...ids}
                maxLength={200}
                value={decision}
                onChange={(event) => setDecision(event.target.value)}
              />
            )}
          </Field>
          <Problem problem={decide.error} />
          <div className="row">
            <Button disabled={!decision.trim()} loading={decide.isPending} onClick={() => void run(false)}>
              驳回
            </Button>
            <Button
              danger
              type="primary"
              disabled={!decision.trim()}
              loading={decide.isPending}
              onClick={() => void run(true)}
            >
              核准删除
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
