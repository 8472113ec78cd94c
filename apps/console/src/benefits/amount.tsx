'use client';
import { Button } from 'antd';
import { yuan } from '@heling/ui/format';

/** An amount that opens its month-by-month explanation. */
export function Amount({ fen, explain }: { fen: number; explain(): void }) {
  return (
    <Button
      type="link"
      className="number"
      style={{ padding: 0, height: 'auto' }}
      aria-label={`${yuan(fen)}，看逐月说明`}
      title="看逐月说明"
      onClick={explain}
    >
      {yuan(fen)}
    </Button>
  );
}
