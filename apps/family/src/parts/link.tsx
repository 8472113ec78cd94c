'use client';
import { useRouter } from 'next/navigation';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';

const BASE = '/family';

/**
 * A link to another page of this app, without loading the document anew. Next's own would fetch every page it links to
 * ahead, on a slow network too, and weighs 5 kB; this one fetches when the finger comes down.
 */
export function Link({ to, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    const own = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !rest.target;
    if (!own || event.defaultPrevented) return;
    event.preventDefault();
    router.push(to);
  };
  return <a {...rest} href={`${BASE}${to}`} onClick={follow} onPointerDown={() => router.prefetch(to)} />;
}
