'use client';
import { useState } from 'react';
import { Button, Input, Select } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { listWebhooks, webhookDeliveries } from '@heling/exchange/contract/webhooks';
import {
  exchangeCreateWebhook,
  exchangeListWebhooks,
  exchangeSetWebhookState,
  exchangeWebhookDeliveries,
} from '@heling/ui/api.gen';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { Secret } from '../accounts/secret';
import { useConfirm } from '../parts/confirm';
import { DataTable, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { usePlaceName } from '../filters/places';
import { DivisionSelect } from '../parts/division-select';
import { Field } from '../parts/field';
import { Mark, When } from '../parts/marks';
import { Panel } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import { useMay } from '../shell/me';

type Row = Output<typeof listWebhooks>['items'][number];
type Delivery = Output<typeof webhookDeliveries>['items'][number];
const STATES = { active: '推送中', paused: '已暂停', removed: '已删除' } as const;
const TOPICS: [string, string][] = [
  ['order.*', '订单的变化'],
  ['visit.*', '上门的变化'],
  ['complaint.*', '投诉'],
  ['payment.*', '付款'],
  ['statement.*', '结算单'],
  ['kitchen.*', '备餐单定稿'],
  ['facility.*', '机构和入住'],
  ['person.*', '老人档案的变化'],
  ['carer.*', '护理员请假等'],
];

/** Webhooks: where events are posted to, what was delivered and what was given up. */
export function Webhooks() {
  const confirm = useConfirm();
  const placeName = usePlaceName();
  const mayKeep = useMay(['systemAdmin']);
  const [making, setMaking] = useState(false);
  const [, setOpen] = useIdParam('open');
  const hooks = useCall(exchangeListWebhooks, {}, { refetchInterval: 15_000 });
  const change = useCommand(exchangeSetWebhookState, [exchangeListWebhooks]);
  const put = async (row: Row, state: keyof typeof STATES) => {
    if (state === 'removed') {
      const go = await confirm({
        title: '删除事件推送',
        consequences: [`不再推送到 ${row.url}`, `等待中的 ${row.waiting} 条不再投递`, '不能恢复'],
        verb: '删除',
        danger: true,
      });
      if (!go) return;
    }
    change.mutate({ params: { id: row.id }, body: { version: row.version, state } });
  };
  const columns: Column<Row>[] = [
    { key: 'url', title: '推送到', width: 320, fixedly: true, render: (row) => row.url },
    { key: 'division', title: '区划', width: 180, render: (row) => placeName(row.division) },
    { key: 'topics', title: '事件', width: 220, render: (row) => row.topics.join('、') },
    {
      key: 'state',
      title: '状态',
      width: 110,
      fixedly: true,
      render: (row) => (
        <Mark tone={row.state === 'active' ? 'ok' : row.state === 'paused' ? 'p2' : 'unknown'}>
          {STATES[row.state]}
        </Mark>
      ),
    },
    { key: 'delivered', title: '已投递', width: 90, align: 'right', render: (row) => row.delivered },
    { key: 'waiting', title: '等待', width: 90, align: 'right', render: (row) => row.waiting },
    {
      key: 'given',
      title: '放弃',
      width: 90,
      align: 'right',
      render: (row) => (row.givenUp > 0 ? <Mark tone="p1">{row.givenUp}</Mark> : 0),
    },
    {
      key: 'act',
      title: '操作',
      width: 230,
      render: (row) => (
        <span className="row">
          <Button size="small" onClick={() => setOpen(row.id)}>
            投递情况
          </Button>
          {mayKeep && row.state === 'active' && (
            <Button size="small" onClick={() => void put(row, 'paused')}>
              暂停
            </Button>
          )}
          {mayKeep && row.state === 'paused' && (
            <Button size="small" onClick={() => void put(row, 'active')}>
              恢复
            </Button>
          )}
          {mayKeep && row.state !== 'removed' && (
            <Button size="small" danger onClick={() => void put(row, 'removed')}>
              删除
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      {making && (
        <Panel title="登记事件推送">
          <Make onLeave={() => setMaking(false)} />
        </Panel>
      )}
      <Problem problem={change.error} />
      <DataTable<Row>
        name="webhooks"
        label="事件推送"
        rows={hooks.data?.items ?? []}
        rowKey={(row) => row.id}
        columns={columns}
        loading={hooks.isPending}
        problem={hooks.error}
        retry={() => void hooks.refetch()}
        empty={
          <Empty title="还没有事件推送">
            <p>登记后，选定区划里的变化会签名后推送到对方的地址；对方不通时按间隔重试。</p>
          </Empty>
        }
        actions={
          mayKeep && (
            <Button type="primary" onClick={() => setMaking(!making)}>
              登记推送
            </Button>
          )
        }
      />
      <DetailDrawer param="open" title="投递情况" width={640}>
        {(id) => <Deliveries id={id} />}
      </DetailDrawer>
    </>
  );
}

function Deliveries({ id }: { id: number }) {
  const pages = usePages(
    exchangeWebhookDeliveries,
    { params: { id }, query: { limit: 100 } },
    { refetchInterval: 10_000 },
  );
  const columns: Column<Delivery>[] = [
    { key: 'id', title: '事件', width: 100, render: (row) => row.outboxId },
    {
      key: 'state',
      title: '状态',
      width: 110,
      render: (row) => (
        <Mark tone={row.state === 'delivered' ? 'ok' : row.state === 'waiting' ? 'p3' : 'p1'}>
          {row.state === 'delivered' ? '已投递' : row.state === 'waiting' ? '等待' : '已放弃'}
        </Mark>
      ),
    },
    { key: 'attempts', title: '试了', width: 80, render: (row) => `${row.attempts} 次` },
    { key: 'status', title: '对方回答', width: 100, render: (row) => row.lastStatus ?? '没有' },
    {
      key: 'next',
      title: '下次',
      width: 130,
      render: (row) => (row.nextAt ? <When at={row.nextAt} /> : '—'),
    },
  ];
  return (
    <DataTable<Delivery>
      name="deliveries"
      label="投递情况"
      pages={pages}
      rowKey={(row) => row.outboxId}
      columns={columns}
      empty={<Empty title="还没有投递过" />}
    />
  );
}

function Make({ onLeave }: { onLeave: () => void }) {
  const [url, setUrl] = useState('');
  const [division, setDivision] = useState<string | undefined>(undefined);
  const [topics, setTopics] = useState<string[]>([]);
  const make = useCommand(exchangeCreateWebhook, [exchangeListWebhooks]);
  if (make.data) {
    return (
      <>
        <Secret label="签名密钥" value={make.data.secret}>
          <p className="muted">对方用它核对签名，确认推送来自这里。</p>
        </Secret>
        <p>
          <Button onClick={onLeave}>关闭</Button>
        </p>
      </>
    );
  }
  const missing = !url.trim() || topics.length === 0;
  const wrong = (name: string) =>
    make.error?.problem.field?.replace(/^body\./, '').startsWith(name) ? make.error.message : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) make.mutate({ body: { url: url.trim(), division: division ?? '4106', topics } });
      }}
    >
      <div className="fields">
        <Field label="地址" required wide error={wrong('url')} hint="https:// 开头；内网地址会被拒绝">
          {(ids) => (
            <Input
              {...ids}
              type="url"
              value={url}
              maxLength={500}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <Field label="哪里的事件" hint="空着就是全市">
          {(ids) => <DivisionSelect id={ids.id} label="哪里的事件" value={division} onChange={setDivision} />}
        </Field>
        <Field label="哪些事件" required error={wrong('topics')} hint="可以输入单个事件名，如 visit.changed">
          {(ids) => (
            <Select
              id={ids.id}
              mode="tags"
              maxCount={20}
              value={topics}
              options={TOPICS.map(([value, label]) => ({ value, label: `${label}（${value}）` }))}
              onChange={(next: string[]) => setTopics(next)}
            />
          )}
        </Field>
      </div>
      <Problem problem={make.error} />
      <p className="row">
        <Button type="primary" htmlType="submit" disabled={missing} loading={make.isPending}>
          登记
        </Button>
        <Button onClick={onLeave}>取消</Button>
      </p>
    </form>
  );
}
