'use client';
import { useLikelyCarers } from '@heling/ui/react/use-likely-carers';

/** Who is likely to come, in words for the family. */
export function LikelyCarer({ personId, service }: { personId: number; service: string }) {
  const names = useLikelyCarers(personId, service);
  if (names === null) return null;
  return (
    <p>
      {names.length > 0
        ? `可能来的人：${names.join('、')}（上次来过）`
        : '来的人：下单后安排，定了会显示名字和电话。'}
    </p>
  );
}
