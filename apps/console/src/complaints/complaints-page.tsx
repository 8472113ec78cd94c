'use client';
import { useState } from 'react';
import Link from 'next/link';
import { Button, Input } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { complaintListRoute } from '@heling/orders/contract/ratings';
import { complaintsAnswer, complaintsClose, complaintsList, ordersPage } from '@heling/ui/api.gen';
import { ago, dayLabel, duration, fenOf, yuan } from '@heling/ui/format';
import { label } from '@heling/ui/glossary';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useDraft } from '@heling/ui/react/use-draft';
import { Choose } from '../filters/choose';
import { useSeenVersion } from '../edits/seen-version';
import { useFilters } from '../filters/use-filters';
import { COMPLAINT_STATES } from '../orders/words';
import { DataTable, type Column } from '../parts/data-table';
import { DetailDrawer } from '../parts/detail-drawer';
import { useDivisions } from '../parts/division-select';
import { Field } from '../parts/field';
import { Mark, Money, When } from '../parts/marks';
import { PageHead } from '../parts/page-head';
import { Empty, Problem, Waiting } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNews } from '../parts/use-news';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import { useMay, useMe } from '../shell/me';
import styles from './complaints.module.css';

type Row = Output<typeof complaintListRoute>['items'][number];
type State = 'open' | 'answered' | 'closed';
/** A complaint is answered within so many hours. */
const ANSWER_HOURS = 24;

/** Complaints (投诉): answered within 24 hours, closed with or without a deduction from the provider's statement. */
export function ComplaintsPage() {
  const now = useNow(60_000);
  const [filters, , change] = useFilters(['state'] as const);
  const [, setOpen] = useIdParam('open');
  const divisions = useDivisions();
  const state = (filters.state ?? 'open') as State | 'all';
  const pages = usePages(complaintsList, { query: { ...(state === 'all' ? {} : { state }), limit: 100 } });
  const news = useNews(['complaint.'], [complaintsList]);
  const columns: Column<Row>[] = [
    {
      key: 'state',
      title: '状态',
      width: 100,
      fixedly: true,
      render: (row) => (
        <Mark tone={row.state === 'open' ? 'p1' : row.state === 'answered' ? 'p3' : 'ok'}>
          {COMPLAINT_STATES[row.state]}
        </Mark>
      ),
    },
    {
      key: 'due',
      title: '答复时限',
      width: 150,
      render: (row) => (row.state === 'open' ? <Due at={row.at} now={now} /> : '已答复'),
    },
    { key: 'at', title: '投诉时间', width: 130, render: (row) => <When at={row.at} /> },
    {
      key: 'text',
      title: '内容',
      width: 360,
      fixedly: true,
      render: (row) => <span className={styles.text}>{row.text}</span>,
    },
    {
      key: 'service',
      title: '服务',
      width: 150,
      render: (row) => `${dayLabel(row.day, now)} ${row.serviceName}`,
    },
    { key: 'org', title: '服务商', width: 160, render: (row) => row.orgName },
    { key: 'division', title: '区划', width: 200, render: (row) => divisions.path(row.division) },
    {
      key: 'deduction',
      title: '扣款',
      width: 100,
      align: 'right',
      render: (row) => (row.deduction > 0 ? <Money fen={row.deduction} /> : '—'),
    },
    {
      key: 'order',
      title: '订单',
      width: 90,
      render: (row) => <Link href={`/order/?id=${row.orderId}`}>{row.orderId}</Link>,
    },
  ];
  return (
    <>
      <PageHead title="投诉" sub={`${ANSWER_HOURS} 小时内答复`} />
      <DataTable<Row>
        name="complaints"
        label="投诉"
        pages={pages}
        rowKey={(row) => row.id}
        columns={columns}
        news={news}
        onOpen={(row) => setOpen(row.id)}
        empty={
          <Empty title={state === 'open' ? '没有待答复的投诉' : '没有这样的投诉'}>
            <p>家属在家庭端提出，或接线员在订单页代为记录的投诉，会出现在这里。</p>
          </Empty>
        }
        filters={
          <Choose
            label="状态"
            all="待答复"
            value={state}
            options={{ ...COMPLAINT_STATES, all: '全部' }}
            onChange={(next) => change({ state: next ?? '' })}
          />
        }
      />
      <DetailDrawer param="open" title="投诉" width={620}>
        {(id, close) => <Complaint id={id} row={pages.rows.find((each) => each.id === id)} close={close} />}
      </DetailDrawer>
    </>
  );
}

function Due({ at, now }: { at: string; now: Date }) {
  const left = Date.parse(at) + ANSWER_HOURS * 3_600_000 - now.getTime();
  if (left < 0) return <Mark tone="p0">超时 {duration(-left)}</Mark>;
  return <Mark tone={left < 4 * 3_600_000 ? 'p1' : 'p2'}>还有 {duration(left)}</Mark>;
}

/** A linked complaint need not be among the rows that are shown. */
function Complaint({ id, row, close }: { id: number; row: Row | undefined; close: () => void }) {
  const alone = useCall(complaintsList, { query: { id, limit: 1 } }, { enabled: !row });
  const found = row ?? alone.data?.items[0];
  if (found) return <ComplaintView key={found.id} row={found} close={close} />;
  if (alone.error) return <Problem problem={alone.error} retry={() => void alone.refetch()} />;
  if (alone.isPending) return <Waiting />;
  return <Empty title={`没有投诉 ${id}`}>或者不在您的管理范围内。</Empty>;
}

function ComplaintView({ row, close }: { row: Row; close: () => void }) {
  const me = useMe();
  const now = useNow(60_000);
  const toasts = useToasts();
  const mayClose = useMay(['city', 'county', 'street', 'dispatcher']);
  const mayAnswer = useMay(['city', 'county', 'street', 'community', 'dispatcher', 'providerManager']);
  const [text, setText, clear] = useDraft(`complaint:${me.accountId}:${row.id}`, '');
  const [amount, setAmount] = useState('');
  const order = useCall(ordersPage, { params: { id: row.orderId } });
  const { onError } = useSeenVersion(row.version, [complaintsList, ordersPage]);
  const answer = useCommand(complaintsAnswer, [complaintsList, ordersPage]);
  const closing = useCommand(complaintsClose, [complaintsList, ordersPage]);
  const fen = amount.trim() === '' ? 0 : fenOf(amount);
  const price = order.data?.split.price;
  const wrong =
    fen === null
      ? '请填金额，如 12 或 12.50；不扣款就空着'
      : price !== undefined && fen > price
        ? `不能超过这次服务的价格 ${yuan(price)}`
        : null;
  return (
    <div className={styles.view}>
      <dl className="facts">
        <dt>订单</dt>
        <dd>
          <Link href={`/order/?id=${row.orderId}`}>
            {row.orderId}，{dayLabel(row.day, now)} {row.serviceName}
          </Link>
          （{label('order', row.orderState)}）
        </dd>
        <dt>服务商</dt>
        <dd>{row.orgName}</dd>
        <dt>投诉</dt>
        <dd>
          <When at={row.at} />（{ago(row.at, now)}）
        </dd>
      </dl>
      <blockquote className={styles.quote}>{row.text}</blockquote>
      {row.answer && (
        <div>
          <b>答复</b>（<When at={row.answeredAt} />）<p>{row.answer}</p>
        </div>
      )}
      {row.state === 'open' && mayAnswer && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            answer.mutate(
              { params: { id: row.id }, body: { version: row.version, answer: text.trim() } },
              {
                onSuccess: () => {
                  clear();
                  toasts.done('已答复，家属会收到通知');
                },
                onError,
              },
            );
          }}
        >
          <Field label="答复" required hint="家属会看到原文。写明查到什么、怎么处理、下次怎样避免。">
            {(ids) => (
              <Input.TextArea
                {...ids}
                rows={5}
                maxLength={1000}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <Problem problem={answer.error} />
          <Button type="primary" htmlType="submit" disabled={!text.trim()} loading={answer.isPending}>
            答复
          </Button>
        </form>
      )}
      {row.state === 'answered' && mayClose && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (fen === null || wrong) return;
            closing.mutate(
              { params: { id: row.id }, body: { version: row.version, deduction: fen } },
              {
                onSuccess: () => {
                  toasts.done(fen > 0 ? `已办结，从服务商结算中扣 ${yuan(fen)}` : '已办结，不扣款');
                  close();
                },
                onError,
              },
            );
          }}
        >
          <Field
            label="从服务商结算中扣款（元）"
            error={wrong}
            hint={
              fen
                ? `${row.orgName} 这次服务所在月份的结算单少付 ${yuan(fen)}；结算单已签字的，记入下一份。`
                : '查实是服务商的责任才扣；空着就是不扣。'
            }
          >
            {(ids) => (
              <Input
                {...ids}
                inputMode="decimal"
                value={amount}
                onChange={(event) => setAmount(event.target.value)}
              />
            )}
          </Field>
          <Problem problem={closing.error} />
          <Button type="primary" htmlType="submit" disabled={wrong !== null} loading={closing.isPending}>
            {fen ? `办结并扣款 ${yuan(fen)}` : '办结，不扣款'}
          </Button>
        </form>
      )}
      {row.state === 'closed' && (
        <p>
          <Mark tone="ok">已办结</Mark>{' '}
          {row.deduction > 0 ? (
            <>
              扣款 <Money fen={row.deduction} />
            </>
          ) : (
            '没有扣款'
          )}
        </p>
      )}
    </div>
  );
}
