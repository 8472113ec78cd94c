import { absolute, duration } from '@heling/ui/format';
import { SEVERITIES, TERMS } from '@heling/ui/glossary';
import type { AlarmSound } from '@heling/ui/react/alarm-sound';
import type { Live } from '@heling/ui/react/live';
import { useMe } from './signed-in';

/** What the wall shows: alarms now, service figures, alarms of the last day. */
export type View = 'alarms' | 'service' | 'replay';
const VIEWS: Record<View, string> = { alarms: '报警', service: '运营', replay: '回放' };
const KEYS: Record<View, string> = { alarms: '1', service: '2', replay: 'R' };

export interface HeaderProps {
  now: Date;
  live: Live;
  /** As of when the data were read. */
  asOf: string | null;
  view: View;
  /** Null: this account hears no alarms. */
  sound: AlarmSound | null;
  show: ((view: View) => void) | null;
}

/** Name, scope, clock, and how old the picture is: always in sight. */
export function Header({ now, live, asOf, view, sound, show }: HeaderProps) {
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
      {show ? (
        <nav aria-label="画面" className="views">
          {(Object.keys(VIEWS) as View[]).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={view === each}
              title={`按键 ${KEYS[each]}`}
              onClick={() => show(each)}
            >
              {VIEWS[each]}
            </button>
          ))}
        </nav>
      ) : null}
      {sound ? (
        <button
          type="button"
          className={sound.on ? 'sound' : 'sound off'}
          data-sound={sound.on ? 'on' : 'off'}
          onClick={sound.on ? sound.disable : sound.enable}
        >
          {sound.on ? '声音已开' : `${SEVERITIES.p1.shape} 点此开启声音`}
        </button>
      ) : null}
      <p className="clock">{absolute(now)}</p>
    </header>
  );
}
