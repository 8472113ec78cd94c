/** 王秀英 → 王**: what a text message says of a person; lists show more, within our walls. */
export function familyNameOnly(name: string): string {
  const signs = [...name];
  return signs.length === 0 ? '' : signs[0]! + '*'.repeat(Math.max(signs.length - 1, 1));
}

/** 13800000000 → 138****0000. */
export function maskPhone(phone: string): string {
  return phone.length < 7 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
