'use client';
import { useLikelyCarers } from '@heling/ui/react/use-likely-carers';

/** Who is likely to come, for the caller who asks. */
export function LikelyCarer({ personId, service }: { personId: number; service: string }) {
  const names = useLikelyCarers(personId, service);
  if (names === null) return null;
  return (
    <p>
      {names.length > 0 ? `可能来的人：${names.join('、')}（上次来过）` : '来的人：派单后确定，还没有来过。'}
    </p>
  );
}
