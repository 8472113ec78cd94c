import type { ReactNode } from 'react';

const PATHS = {
  back: <path d="M15 5l-7 7 7 7" />,
  call: <path d="M6 3h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4a2 2 0 0 1-2 2A17 17 0 0 1 4 5a2 2 0 0 1 2-2z" />,
  speak: <path d="M4 9v6h4l5 4V5L8 9H4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11" />,
  home: <path d="M4 11l8-7 8 7v9h-6v-6h-4v6H4z" />,
  list: <path d="M5 4h14v17l-3-2-2 2-2-2-2 2-2-2-3 2zM8 9h8M8 13h8" />,
  person: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0" />,
  bowl: <path d="M3 11h18a9 9 0 0 1-5 8H8a9 9 0 0 1-5-8zM9 4c-1 1 1 2 0 4M14 4c-1 1 1 2 0 4" />,
  bath: <path d="M3 12h18v2a6 6 0 0 1-6 6H9a6 6 0 0 1-6-6zM6 12V6a2 2 0 0 1 4 0M7 20l-1 2M17 20l1 2" />,
  home2: <path d="M5 21l4-9 6 3-4 7M13 11l5-8M9 12l4-2 3 4" />,
  heart: <path d="M12 20s-8-5-8-11a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 6-8 11-8 11z" />,
  bag: <path d="M5 8h14l1 13H4zM9 8a3 3 0 0 1 6 0" />,
  walk: <path d="M13 5a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM12 8l-2 6 3 3 1 5M10 14l-3 7M12 9l4 3" />,
  star: <path d="M12 3l3 6 6 1-4.5 4.5L17.5 21 12 18l-5.5 3 1-6.5L3 10l6-1z" />,
  repeat: <path d="M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5" />,
  money: <path d="M3 6h18v12H3zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6 9v.01M18 15v.01" />,
} satisfies Record<string, ReactNode>;
export type IconName = keyof typeof PATHS;

/** A drawing beside a word; never without the word. */
export function Icon({ name, size = 28 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}

const SERVICE_ICONS: Record<string, IconName> = {
  lunch: 'bowl',
  dinner: 'bowl',
  bath: 'bath',
  housekeeping: 'home2',
  rehabilitation: 'walk',
  company: 'heart',
  errands: 'bag',
};

/** The drawing of a service. */
export const serviceIcon = (code: string): IconName => SERVICE_ICONS[code] ?? 'heart';
