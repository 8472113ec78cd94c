'use client';
import { accessAbout } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';

/** Until the server has said so (or without a network): the number reserved for elderly care in all of China. */
const NATIONAL = '12349';

/** The city's elderly care service line (养老服务热线), which every page can call, and whether this is a demonstration. */
export function useAbout(): { hotline: string; demo: boolean } {
  const about = useCall(accessAbout, {});
  return about.data ?? { hotline: NATIONAL, demo: false };
}
