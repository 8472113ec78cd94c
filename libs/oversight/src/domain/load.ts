/** How a seat bears its alarms, by EEMUA 191's guide values for the long-term average. */
export const LOAD_LEVELS = {
  acceptable: '可接受',
  manageable: '可应付',
  overDemanding: '过重',
  unacceptable: '无法承受',
} as const;
export type LoadLevel = keyof typeof LOAD_LEVELS;

/** More than so many alarms within 10 minutes are a flood (报警泛滥; ISA-18.2). */
export const FLOOD_ALARMS = 10;
/** So many raises of one source and kind within a minute are chattering (抖动). */
export const CHATTER_RAISES = 3;
/** Open for longer than this is stale (久未结束), in hours. */
export const STALE_HOURS = 24;

/**
 * The level of an average of so many alarms within 10 minutes (EEMUA 191): one is very likely acceptable, one every 5 minutes can be
 * managed, one every 2 minutes is likely over-demanding, more than one a minute very likely unacceptable.
 */
export function loadLevel(perTenMinutes: number): LoadLevel {
  if (perTenMinutes <= 1) return 'acceptable';
  if (perTenMinutes <= 2) return 'manageable';
  return perTenMinutes <= 10 ? 'overDemanding' : 'unacceptable';
}
