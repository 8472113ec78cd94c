'use client';
import { Button, Dropdown } from 'antd';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PersonPage as Page } from '@heling/people/contract/persons';
import {
  LIVING_NAMES,
  NO_ID_REASON_NAMES,
  PRIORITY_NAMES,
  SEX_NAMES,
  STATUS_NAMES,
  type NoIdReason,
} from '@heling/people/domain/person';
import { ordersList, peoplePage, peopleTimeline } from '@heling/ui/api.gen';
import { VERBS } from '@heling/ui/glossary';
import { keyOf, useCall } from '@heling/ui/react/use-call';
import { useQueryClient } from '@tanstack/react-query';
import { BenefitsPanel } from '../benefits/person-panel';
import { useHotkeys } from '../parts/hotkeys';
import { Mark } from '../parts/marks';
import { PageHead, Panel } from '../parts/page-head';
import { Answer, Empty } from '../parts/states';
import { useIdParam } from '../parts/use-param';
import { CopyDialog } from '../rights/copy-dialog';
import { ErasureDialog } from '../rights/erasure-dialog';
import { useLiveEvents } from '../shell/live';
import { useMay } from '../shell/me';
import { placeAt } from '../shell/tasks';
import { ContactsPanel } from './contacts-panel';
import { CorrectDrawer } from './correct-drawer';
import { DeceasedDrawer, TakeBackDrawer } from './deceased-drawer';
import { FamilyPanel } from './family-panel';
import { HealthPanel } from './health-panel';
import { MoveDrawer } from './move-drawer';
import { OrdersPanel } from './orders-panel';
import { TimelinePanel } from './timeline-panel';
import { UnmaskDialog, useUnmasked } from './unmask';
import { Warnings } from './warnings';
import './person.css';

type Open = 'correct' | 'move' | 'deceased' | 'takeBack' | 'unmask' | 'copy' | 'erasure' | null;

/** A person's record by `?id=`. */
export function PersonPage() {
  const [id] = useIdParam();
  const client = useQueryClient();
  const page = useCall(peoplePage, { params: { id: id ?? 0 } }, { enabled: id !== null });
  useLiveEvents(['person.', 'order.', 'visit.changed'], () => {
    for (const route of [peoplePage, peopleTimeline, ordersList]) {
      void client.invalidateQueries({ queryKey: keyOf(route) });
    }
  });
  if (id === null) {
    return (
      <>
        <PageHead title="老人档案" />
        <Empty title="没有指明是哪位老人">
          <p>
            请从{' '}
            <Link prefetch={false} href="/people/">
              老人查找
            </Link>{' '}
            打开，或按 <kbd>Ctrl K</kbd> 查找。
          </p>
        </Empty>
      </>
    );
  }
  return (
    <Answer of={page} lines={12}>
      {(data) => <Profile key={data.id} page={data} />}
    </Answer>
  );
}

function Profile({ page }: { page: Page }) {
  const router = useRouter();
  const keeps = useMay(['city', 'county', 'street', 'community', 'dispatcher']);
  const assesses = useMay(['city', 'county', 'street', 'community']);
  const manages = useMay(['city', 'county', 'street']);
  const orders = useMay(placeAt('/orders/')!.roles);
  const allowances = useMay(placeAt('/applications/')!.roles);
  const [open, setOpen] = useState<Open>(null);
  const [shown, setShown] = useUnmasked(page.id);
  const active = page.status === 'active';
  const { identity } = page;
  const close = () => setOpen(null);

  useHotkeys([
    { keys: 'u', does: '查看完整信息', run: () => setOpen('unmask') },
    ...(keeps && active
      ? [
          { keys: 'o', does: '代客下单', run: () => router.push(`/order-new/?person=${page.id}`) },
          { keys: 'e', does: '更正档案', run: () => setOpen('correct') },
        ]
      : []),
  ]);

  const more = [
    ...(keeps && active ? [{ key: 'deceased', label: '登记去世', danger: true }] : []),
    ...(assesses && page.status === 'deceased' ? [{ key: 'takeBack', label: '撤销去世登记' }] : []),
    ...(manages
      ? [
          { key: 'copy', label: '导出本人的个人信息' },
          { key: 'erasure', label: '申请删除个人信息', danger: true },
        ]
      : []),
  ];
  const rows: [string, string | null | undefined][] = [
    ['姓名', shown?.values.name ?? identity.name],
    [
      '身份证号',
      shown?.values.idNumber ??
        identity.idNumber ??
        `无（${NO_ID_REASON_NAMES[identity.noIdReason as NoIdReason] ?? '原因不明'}）`,
    ],
    ['电话', shown?.values.phone ?? identity.phone ?? '无'],
    ['出生', `${page.birth}（${page.age} 岁）`],
    [
      '区划',
      [page.division.county, page.division.street, page.division.community].filter(Boolean).join(' ') ||
        page.division.code,
    ],
    ['地址', shown?.values.address ?? identity.address],
    ['居住', LIVING_NAMES[page.living]],
    ['重点人群', page.priority.map((code) => PRIORITY_NAMES[code]).join('、') || '无'],
  ];
  const past = page.residences.filter((each) => each.to !== null);
  return (
    <>
      <PageHead
        title={shown?.values.name ?? identity.name}
        tab={`老人 ${page.id}`}
        sub={
          <span className="row">
            {SEX_NAMES[page.sex]} {page.age} 岁
            {!active && (
              <Mark tone="p1">
                {STATUS_NAMES[page.status]} {page.deceasedOn ?? ''}
              </Mark>
            )}
            <span className="muted">编号 {page.id}</span>
          </span>
        }
        actions={
          <>
            {identity.masked && (
              <Button onClick={() => (shown ? setShown(null) : setOpen('unmask'))}>
                {shown ? '遮盖' : '查看完整信息'} {!shown && <kbd>U</kbd>}
              </Button>
            )}
            {keeps && active && (
              <>
                <Button type="primary" onClick={() => router.push(`/order-new/?person=${page.id}`)}>
                  代客下单 <kbd>O</kbd>
                </Button>
                <Button onClick={() => setOpen('correct')}>
                  更正 <kbd>E</kbd>
                </Button>
                <Button onClick={() => setOpen('move')}>迁居</Button>
              </>
            )}
            {more.length > 0 && (
              <Dropdown
                trigger={['click']}
                menu={{ items: more, onClick: ({ key }) => setOpen(key as Open) }}
              >
                <Button>{VERBS.more}</Button>
              </Dropdown>
            )}
            <Button onClick={() => window.print()}>{VERBS.print}</Button>
          </>
        }
      />
      <section className="person-warnings" aria-label="提醒">
        <Warnings of={page.warnings} />
      </section>
      <div className="person-grid">
        <div>
          <Panel title="基本情况">
            <dl className="facts">
              {rows.map(([name, value]) => (
                <div key={name} className="fact">
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {past.length > 0 && (
              <>
                <h3>以前的住址</h3>
                <ul className="lines">
                  {past.map((each) => (
                    <li key={each.id}>
                      <span>
                        {each.from} 至 {each.to}{' '}
                        <span className="muted">
                          {[each.division.county, each.division.street, each.division.community]
                            .filter(Boolean)
                            .join(' ')}{' '}
                          {each.address}
                        </span>
                      </span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Panel>
          <ContactsPanel page={page} shown={shown} keeps={keeps && active} />
        </div>
        <div>
          <HealthPanel page={page} keeps={keeps && active} />
          <FamilyPanel page={page} keeps={keeps && active} />
        </div>
        <div>
          {orders && <OrdersPanel page={page} orders={keeps} />}
          {allowances && <BenefitsPanel page={page} />}
        </div>
        <div>
          <TimelinePanel personId={page.id} />
        </div>
      </div>
      {open === 'correct' && <CorrectDrawer page={page} close={close} />}
      {open === 'move' && <MoveDrawer page={page} close={close} />}
      {open === 'deceased' && <DeceasedDrawer page={page} close={close} />}
      {open === 'takeBack' && <TakeBackDrawer page={page} close={close} />}
      {open === 'copy' && <CopyDialog personId={page.id} close={close} />}
      {open === 'erasure' && <ErasureDialog personId={page.id} close={close} />}
      {open === 'unmask' && <UnmaskDialog personId={page.id} onShown={setShown} close={close} />}
    </>
  );
}
