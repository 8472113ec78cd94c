'use client';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { TERMS } from '@heling/ui/terms';
import { moves } from '../moves';
import { useAbout } from '../about';
import { Icon, type IconName } from './icons';
import { ReadAloud } from './read-aloud';
import { Link } from './link';

const TABS: { to: string; word: string; icon: IconName }[] = [
  { to: '/', word: '首页', icon: 'home' },
  { to: '/orders/', word: '订单', icon: 'list' },
  { to: '/me/', word: '我的', icon: 'person' },
];

/** The frame of every page: back, title, read aloud, call a person; the tabs on the three first pages. */
export function Page({
  title,
  back,
  tabs = false,
  children,
}: {
  title: string;
  /** Where 返回 goes when this page was opened by a link from outside; none on a first page. */
  back?: string;
  tabs?: boolean;
  children: ReactNode;
}) {
  const router = useRouter();
  const here = usePathname();
  const { hotline } = useAbout();
  // Opened straight by a link or a reload: there may be nothing of ours to go back to.
  const goBack = (to: string) => (moves() > 0 ? router.back() : router.push(to));
  return (
    <div className="column">
      <header className="bar">
        {back && (
          <button type="button" className="bar-button" onClick={() => goBack(back)}>
            <Icon name="back" />
            返回
          </button>
        )}
        <div className="bar-title">
          <h1>{title}</h1>
          <small>{TERMS.demo}</small>
        </div>
        <ReadAloud />
        <a className="bar-button" href={`tel:${hotline}`} aria-label={`打电话给服务热线 ${hotline}`}>
          <Icon name="call" />
          打电话
        </a>
      </header>
      <main className="content">{children}</main>
      {tabs && (
        <nav className="tabs" aria-label="主要页面">
          {TABS.map((tab) => (
            <Link key={tab.to} to={tab.to} aria-current={here === tab.to ? 'page' : undefined}>
              <Icon name={tab.icon} size={26} />
              {tab.word}
            </Link>
          ))}
        </nav>
      )}
    </div>
  );
}
