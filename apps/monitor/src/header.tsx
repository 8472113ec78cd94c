import { absolute, duration } from '@heling/ui/format';
import { SEVERITIES, TERMS } from '@heling/ui/glossary';
import type { Live } from '@heling/ui/react/live';
import { useMe } from './signed-in';

export interface HeaderProps {
  now: Date;
  live: Live;
  /** As of when the institutions' data were read. */
  asOf: string | null;
}

/** Name, scope, clock, and how old the picture is: always in sight. */
export function Header({ now, live, asOf }: HeaderProps) {
  const me = useMe();
  const cut = live.state === 'cut';
  const age = asOf ? duration(now.getTime() - new Date(asOf).getTime()) : null;
  return (
    <header className="top">
      <h1>
        {TERMS.monitor} <span className="scope">{me.divisionName ?? me.orgName ?? ''}</span>
        <span className="demo">{TERMS.demo}</span>
      </h1>
      <p className={cut ? 'link cut' : 'link'} role="status" data-link={live.state}>
        {cut ? (
          <>
            {SEVERITIES.unknown.shape} 连接中断{' '}
            {live.heardAt && duration(now.getTime() - live.heardAt.getTime())}
            ，画面可能已过时
          </>
        ) : live.state === 'connecting' ? (
          <>正在连接…</>
        ) : (
          <>
            {SEVERITIES.ok.shape} 实时连接 · 数据 {age ?? TERMS.unknown}
          </>
        )}
      </p>
      <p className="clock">{absolute(now)}</p>
    </header>
  );
}
