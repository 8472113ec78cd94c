'use client';
import type { Warning } from '@heling/people/contract/shared';
import { Mark } from '../parts/marks';

/** What must be seen before serving somebody, the gravest first. */
export function Warnings({ of }: { of: readonly Warning[] }) {
  if (of.length === 0) return <p className="muted">没有需要提醒的情况</p>;
  return (
    <ul className="warnings" aria-label="提醒">
      {of.map((each) => (
        <li key={each.code + each.text}>
          <Mark tone={each.severity}>{each.text}</Mark>
        </li>
      ))}
    </ul>
  );
}
