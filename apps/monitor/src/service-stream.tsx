import type { LiveEvent } from '@heling/platform/contract/live';
import { ORDER_STATES } from '@heling/orders/domain/order-machine';
import { ago } from '@heling/ui/format';

const SHOWN = 7;
const WORDS: Record<string, string> = {
  'visit.changed': '上门有进展',
  'queue.changed': '待办有变化',
  'facility.occupancy': '机构上报入住',
  'facility.changed': '机构资料更新',
  'carer.sick': '护理员请假',
  'person.deceased': '老人离世登记',
};

function wordsOf(topic: string): string {
  const [about, what = ''] = topic.split('.');
  if (about === 'order') return `订单${ORDER_STATES[what as keyof typeof ORDER_STATES] ?? '有变化'}`;
  return WORDS[topic] ?? '数据有变化';
}

/** What has just happened in the scope, newest first. Oversight puts its alarms on top of it. */
export function Stream({ events, now }: { events: LiveEvent[]; now: Date }) {
  return (
    <section className="stream" aria-label="动态">
      <h2>动态</h2>
      {events.length === 0 ? <p className="empty">连接后发生的变化会显示在这里。</p> : null}
      <ol>
        {events.slice(0, SHOWN).map((event) => (
          <li key={event.position}>
            <span>{wordsOf(event.topic)}</span>
            <span className="key">{event.key.replace(/^.*:/, '№ ')}</span>
            <time dateTime={event.at}>{ago(event.at, now)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
