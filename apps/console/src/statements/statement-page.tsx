'use client';
import { useState } from 'react';
import Link from 'next/link';
import { Button } from 'antd';
import type { Output } from '@heling/platform/contract/route';
import type { statementRoute } from '@heling/orders/contract/statements';
import { VISIT_STATES, type VisitState } from '@heling/orders/domain/visit-machine';
import { businessMonth } from '@heling/platform/domain/calendar';
import {
  statementsExport,
  statementsLines,
  statementsList,
  statementsMake,
  statementsPage,
  statementsSign,
} from '@heling/ui/api.gen';
import { download } from '@heling/ui/client';
import { yuan } from '@heling/ui/format';
import { useCall, useCommand } from '@heling/ui/react/use-call';
import { useConfirm } from '../parts/confirm';
import { DataTable, type Column } from '../parts/data-table';
import { ExportButton } from '../parts/export-button';
import { Mark, Money, When } from '../parts/marks';
import { PageAnswer } from '../filters/page-answer';
import { PageHead, Panel } from '../parts/page-head';
import { Empty, Problem } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { usePages } from '../parts/use-pages';
import { useIdParam } from '../parts/use-param';
import { PrintTable } from '../print/print-table';
import { usePrintAll } from '../print/use-print-all';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import { Correction } from './correction';
import { StateMark } from './marks';
import styles from './statements.module.css';
import type { Line } from './model';

type StatementAnswer = Output<typeof statementRoute>;

/** One statement: totals, lines with their evidence, deductions, two signatures; frozen ones are only corrected. */
export function StatementPage() {
  const [id] = useIdParam();
  if (id === null) {
    return (
      <>
        <PageHead title="结算单" />
        <Empty title="没有说明是哪份结算单">
          <Link href="/statements/">到结算里选一份</Link>
        </Empty>
      </>
    );
  }
  return <Statement key={id} id={id} />;
}

function Statement({ id }: { id: number }) {
  const answer = useCall(statementsPage, { params: { id } });
  useLiveEvents(['statement.'], (events) => {
    if (events.some((event) => event.key === `statement:${id}`)) void answer.refetch();
  });
  return (
    <PageAnswer of={answer} title="结算单">
      {(statement) => <StatementView statement={statement} refetch={() => void answer.refetch()} />}
    </PageAnswer>
  );
}

function StatementView({ statement, refetch }: { statement: StatementAnswer; refetch: () => void }) {
  const now = useNow(60_000);
  const toasts = useToasts();
  const confirm = useConfirm();
  const touches = [statementsPage, statementsLines, statementsList];
  const sign = useCommand(statementsSign, touches);
  const remake = useCommand(statementsMake, touches);
  const mayCorrect = useMay(['city', 'county']);
  const [correcting, setCorrecting] = useState<Line | null>(null);
  const lines = usePages(statementsLines, { params: { id: statement.id }, query: { limit: 200 } });
  const paper = usePrintAll(lines);
  const second = statement.firstSigner !== null;
  const doSign = async () => {
    const go = await confirm({
      title: second ? '第二人签字，冻结结算单' : '第一人签字',
      consequences: [
        `${statement.orgName} ${statement.month}，${statement.visits} 次服务，应付 ${yuan(statement.payable)}`,
        second ? '签字后冻结，不能重算；之后只能更正，记入下一份' : '签字后不能重算；还要另一个人签字才冻结',
        '签字人和时间记入审计',
      ],
      verb: '签字',
    });
    if (!go) return;
    sign.mutate(
      { params: { id: statement.id }, body: { version: statement.version } },
      {
        onSuccess: (done) =>
          toasts.done(done.state === 'frozen' ? '两人已签字，结算单冻结' : '已签字，等第二人签字'),
        onError: (problem) => problem.status === 409 && refetch(),
      },
    );
  };
  const columns: Column<Line>[] = [
    { key: 'day', title: '日期', width: 110, fixedly: true, render: (row) => row.day },
    { key: 'service', title: '服务', width: 110, fixedly: true, render: (row) => row.serviceName },
    {
      key: 'kind',
      title: '类别',
      width: 90,
      render: (row) => (row.kind === 'visit' ? '服务' : <Mark tone="p3">更正</Mark>),
    },
    {
      key: 'order',
      title: '订单',
      width: 100,
      render: (row) => <Link href={`/order/?id=${row.orderId}`}>{row.orderId}</Link>,
    },
    { key: 'price', title: '价格', width: 110, align: 'right', render: (row) => <Money fen={row.price} /> },
    {
      key: 'subsidy',
      title: '补贴',
      width: 110,
      align: 'right',
      render: (row) => <Money fen={row.subsidy} />,
    },
    {
      key: 'selfPay',
      title: '自付',
      width: 110,
      align: 'right',
      render: (row) => <Money fen={row.selfPay} />,
    },
    {
      key: 'deduction',
      title: '扣款',
      width: 110,
      align: 'right',
      render: (row) => (row.deduction === 0 ? '—' : <Money fen={row.deduction} />),
    },
    { key: 'reason', title: '说明', width: 200, render: (row) => said(row.reason) },
    {
      key: 'evidence',
      title: '凭证',
      width: 110,
      render: (row) =>
        row.evidence > 0 ? (
          `${row.evidence} 份`
        ) : row.kind === 'visit' ? (
          <Mark tone="p2">没有凭证</Mark>
        ) : (
          '—'
        ),
    },
    ...(statement.state === 'frozen' && mayCorrect
      ? [
          {
            key: 'correct',
            title: '更正',
            width: 80,
            fixedly: true,
            render: (row: Line) =>
              row.kind === 'visit' && (
                <Button size="small" onClick={() => setCorrecting(row)}>
                  更正
                </Button>
              ),
          },
        ]
      : []),
  ];
  const bare = lines.rows.filter((row) => row.kind === 'visit' && row.evidence === 0).length;
  return (
    <>
      <PageHead
        title={`${statement.orgName} · ${statement.month} 结算单`}
        sub={<StateMark state={statement.state} />}
        actions={
          <>
            {statement.canRemake && (
              <Button
                loading={remake.isPending}
                onClick={() =>
                  remake.mutate(
                    { body: { org: statement.org, month: statement.month } },
                    { onSuccess: () => toasts.done('已按最新情况重算') },
                  )
                }
              >
                重算
              </Button>
            )}
            {statement.canSign && (
              <Button type="primary" loading={sign.isPending} onClick={() => void doSign()}>
                签字
              </Button>
            )}
            <Link
              style={{ alignSelf: 'center' }}
              href={`/statements/?tab=reconciliation&org=${statement.org}&month=${statement.month}`}
            >
              对账
            </Link>
            <ExportButton
              fetch={(format) =>
                download(statementsExport, { params: { id: statement.id }, query: { format } })
              }
            />
            <Button loading={paper.preparing} onClick={paper.print}>
              打印
            </Button>
          </>
        }
      />
      <Problem problem={sign.error ?? remake.error} />
      <div className={styles.top}>
        <Panel title="应付多少？">
          <dl className={styles.sum}>
            <dt>服务</dt>
            <dd>{statement.visits} 次</dd>
            <dt>总价</dt>
            <dd>
              <Money fen={statement.amount} />
            </dd>
            <dt>自付（家属已付给服务商）</dt>
            <dd>
              <Money fen={statement.selfPay} />
            </dd>
            <dt>补贴</dt>
            <dd>
              <Money fen={statement.subsidy} />
            </dd>
            <dt>扣款</dt>
            <dd>
              − <Money fen={statement.deductions} />
            </dd>
            <dt>应付服务商 = 补贴 − 扣款</dt>
            <dd>
              <b>
                <Money fen={statement.payable} />
              </b>
            </dd>
          </dl>
        </Panel>
        <Panel title="两人签字">
          <ol className={styles.signs}>
            <li>
              第一人：
              {statement.firstSigner === null ? (
                <span className="muted">还没有签字</span>
              ) : (
                <>
                  账号 {statement.firstSigner}，<When at={statement.firstSignedAt} />
                </>
              )}
            </li>
            <li>
              第二人：
              {statement.secondSigner === null ? (
                <span className="muted">还没有签字（须是另一个人）</span>
              ) : (
                <>
                  账号 {statement.secondSigner}，<When at={statement.secondSignedAt} />
                </>
              )}
            </li>
          </ol>
          {statement.state === 'draft' && statement.month >= businessMonth(now) && (
            <p className="muted">
              过完 {Number(statement.month.slice(5))} 月才能签字，在那之前可以随时重算。
            </p>
          )}
          {statement.state === 'frozen' && (
            <p className="muted">已冻结。发现错误时在下面那一行点“更正”，差额记入下一份没签字的结算单。</p>
          )}
          {!statement.canSign && statement.state === 'signed' && (
            <p className="muted">您已签过字，或您的角色不能签字；请另一位有权限的同事签。</p>
          )}
        </Panel>
      </div>
      {correcting && (
        <Correction statementId={statement.id} line={correcting} onDone={() => setCorrecting(null)} />
      )}
      {bare > 0 && (
        <p>
          <Mark tone="p2">已显示的明细里有 {bare} 次服务没有凭证，签字前请核实</Mark>
        </p>
      )}
      <PrintTable
        rows={lines.rows}
        rowKey={(row) => `${row.kind}-${row.visitId}-${row.reason ?? ''}`}
        columns={columns}
        only={[
          'day',
          'service',
          'kind',
          'order',
          'price',
          'subsidy',
          'selfPay',
          'deduction',
          'reason',
          'evidence',
        ]}
      />
      <p className={styles.stamps}>
        <span>服务商（盖章）：</span>
        <span>民政部门（盖章）：</span>
        <span>日期：</span>
      </p>
      <div className="no-print">
        <DataTable<Line>
          name="statement-lines"
          label="结算明细"
          pages={lines}
          rowKey={(row) => `${row.kind}-${row.visitId}-${row.reason ?? ''}`}
          columns={columns}
          empty={
            <Empty title="这个月没有完成的服务">
              <p>服务完成后点“重算”，就会列在这里。</p>
            </Empty>
          }
        />
      </div>
    </>
  );
}

/** Why less was charged: the state of a failed visit in words, or what was written. */
const said = (reason: string | null) => (reason ? (VISIT_STATES[reason as VisitState] ?? reason) : '');
