'use client';
import Link from 'next/link';
import { placeAt } from '../shell/tasks';
import { useMay } from '../shell/me';

const READERS = placeAt('/person/')!.roles;

/** A person's name; a way to the record for those who may open it. */
export function PersonLink({ id, name }: { id: number; name: string }) {
  return useMay(READERS) ? (
    <Link prefetch={false} href={`/person/?id=${id}`}>
      {name}
    </Link>
  ) : (
    <>{name}</>
  );
}
