'use client';
import { Button } from 'antd';
import { absolute } from '@heling/ui/format';
import styles from './reports.module.css';

/** From the city down to the place of the table; each step up can be pressed. */
export function PlacePath({
  path,
  asOf,
  onDivision,
}: {
  path: { code: string; name: string }[];
  asOf: string;
  onDivision: (code: string) => void;
}) {
  return (
    <nav aria-label="区划" className={styles.path}>
      {path.map((each, i) => (
        <span key={each.code}>
          {i > 0 && ' › '}
          {i < path.length - 1 ? (
            <Button type="link" size="small" onClick={() => onDivision(i === 0 ? '' : each.code)}>
              {each.name}
            </Button>
          ) : (
            <b>{each.name}</b>
          )}
        </span>
      ))}
      <span className="muted">截至 {absolute(asOf)}</span>
    </nav>
  );
}

export interface PlaceProps {
  place: { division?: string };
  onDivision: (code: string) => void;
}
