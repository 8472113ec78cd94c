'use client';
import {
  AlertOutlined,
  AppstoreOutlined,
  BankOutlined,
  BarChartOutlined,
  CarOutlined,
  CoffeeOutlined,
  HomeOutlined,
  ProfileOutlined,
  SettingOutlined,
  TeamOutlined,
  TransactionOutlined,
  WalletOutlined,
} from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useState, type ComponentType, type ReactNode } from 'react';
import { accessSignOut } from '@heling/ui/api.gen';
import { call } from '@heling/ui/client';
import { clock, dayLabel } from '@heling/ui/format';
import { businessDay } from '@heling/platform/domain/calendar';
import { TERMS, VERBS } from '@heling/ui/glossary';
import { useHotkeys } from '../parts/hotkeys';
import { Empty } from '../parts/states';
import { useToasts } from '../parts/toast';
import { useNow } from '../parts/use-now';
import { leave } from './leave';
import { LiveMark } from './live';
import { useMe } from './me';
import { placeAt, railFor, type Task } from './tasks';

const Palette = dynamic(() => import('./palette'), { ssr: false });
const KeyHelp = dynamic(() => import('./key-help'), { ssr: false });
const CallBar = dynamic(() => import('../duty/call-bar'), { ssr: false });
const CallBox = dynamic(() => import('../calls/call-box'), { ssr: false });

const ICONS: Record<Task, ComponentType> = {
  today: HomeOutlined,
  people: TeamOutlined,
  orders: ProfileOutlined,
  dispatch: CarOutlined,
  institutions: BankOutlined,
  benefits: WalletOutlined,
  oversight: AlertOutlined,
  providers: AppstoreOutlined,
  menu: CoffeeOutlined,
  statements: TransactionOutlined,
  figures: BarChartOutlined,
  system: SettingOutlined,
};

/** What opens over any page. */
type Over = 'palette' | 'keys' | 'call' | null;

/** What stands around every page: the rail of tasks, the head, and what opens over them. */
export function Frame({ children }: { children: ReactNode }) {
  const me = useMe();
  const router = useRouter();
  const path = usePathname();
  const [over, setOver] = useState<Over>(null);
  const here = placeAt(path);
  const rail = railFor(me.roles);
  const allowed = !here || here.roles.some((role) => me.roles.includes(role));

  useHotkeys([
    { keys: 'Ctrl+k', does: '查找老人、订单、页面', above: true, run: () => setOver('palette') },
    { keys: 'F2', does: '来电：输入号码找到老人', above: true, run: () => setOver('call') },
    { keys: '?', does: '键盘快捷键', run: () => setOver('keys') },
    ...rail.slice(0, 9).map((group, i) => ({
      keys: `Alt+${i + 1}`,
      does: group.title,
      run: () => router.push(group.places[0]!.path),
    })),
  ]);

  return (
    <div className="frame">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <nav className="rail no-print" aria-label="任务">
        <Link href="/" className="brand">
          {TERMS.product}
        </Link>
        <ul>
          {rail.map((group, i) => {
            const active = here?.task === group.task;
            const Icon = ICONS[group.task];
            return (
              <li key={group.task} className={active ? 'active' : ''}>
                <Link
                  href={group.places[0]!.path}
                  aria-current={active && here?.path === group.places[0]!.path ? 'page' : undefined}
                >
                  <Icon aria-hidden="true" />
                  <span className="rail-title">{group.title}</span>
                  {i < 9 && (
                    <kbd aria-hidden="true" title={`Alt+${i + 1}`}>
                      {i + 1}
                    </kbd>
                  )}
                </Link>
                {active && group.places.length > 1 && (
                  <ul>
                    {group.places.slice(1).map((each) => (
                      <li key={each.path}>
                        <Link href={each.path} aria-current={here?.path === each.path ? 'page' : undefined}>
                          {each.title}
                        </Link>
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            );
          })}
        </ul>
      </nav>
      <header className="head no-print">
        <strong className="scope">{me.orgName ?? me.divisionName ?? '全市'}</strong>
        <Button onClick={() => setOver('palette')}>
          {VERBS.search} <kbd>Ctrl K</kbd>
        </Button>
        <Button onClick={() => setOver('call')}>
          来电 <kbd>F2</kbd>
        </Button>
        <span className="grow" />
        <LiveMark />
        <span className="demo">{TERMS.demo}</span>
        <Clock />
        <Button aria-label="键盘快捷键" title="键盘快捷键（?）" onClick={() => setOver('keys')}>
          ?
        </Button>
        <AccountMenu />
      </header>
      <CallBar />
      <main id="main" tabIndex={-1}>
        {allowed ? (
          children
        ) : (
          <Empty title="您的角色不办理这项工作">
            <p>当前角色：{me.roleNames.join('、')}。需要时请联系安全管理员授权。</p>
          </Empty>
        )}
      </main>
      {over === 'palette' && <Palette close={() => setOver(null)} />}
      {over === 'keys' && <KeyHelp close={() => setOver(null)} />}
      {over === 'call' && <CallBox close={() => setOver(null)} />}
    </div>
  );
}

function Clock() {
  const now = useNow(1000);
  return (
    <time className="number" dateTime={now.toISOString()}>
      {businessDay(now).slice(5).replace('-', '月')}日 {dayLabel(businessDay(now), now)} {clock(now)}
    </time>
  );
}

function AccountMenu() {
  const me = useMe();
  const router = useRouter();
  const toasts = useToasts();
  const signOut = () => {
    call(accessSignOut, {}).then(leave, toasts.failed);
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'roles', label: me.roleNames.join('、'), disabled: true },
          { key: 'me', label: '我的登录和密码' },
          { key: 'out', label: VERBS.signOut },
        ],
        onClick: ({ key }) => {
          if (key === 'me') router.push('/me/');
          if (key === 'out') signOut();
        },
      }}
    >
      <Button>{me.name}</Button>
    </Dropdown>
  );
}
