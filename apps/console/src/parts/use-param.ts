'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';

/**
 * A value in the address (`?id=5`), so that the page can be linked to and Back undoes it. Ids and codes only: what was
 * typed about a person never goes into an address.
 */
export function useParam(name: string): [string | null, (value: string | null, replace?: boolean) => void] {
  const router = useRouter();
  const path = usePathname();
  const value = useSearchParams().get(name);
  const set = (next: string | null, replace = false) => {
    const params = new URLSearchParams(window.location.search);
    if (next === null || next === '') params.delete(name);
    else params.set(name, next);
    const search = params.toString();
    const address = search ? `${path}?${search}` : path;
    if (replace) router.replace(address, { scroll: false });
    else router.push(address, { scroll: false });
  };
  return [value, set];
}

/** The same for an id: a positive whole number or null. */
export function useIdParam(name = 'id'): [number | null, (value: number | null, replace?: boolean) => void] {
  const [value, set] = useParam(name);
  const id = value !== null && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : null;
  return [id, (next, replace) => set(next === null ? null : String(next), replace)];
}
