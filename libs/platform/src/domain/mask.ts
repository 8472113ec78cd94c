/** 13800000000 → 138****0000; a shorter number keeps its last two digits only. */
export function maskPhone(phone: string): string {
  return phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;
}

/** 王秀英 → 王**: what a text message says of a person, and what is left of a visit that is over. */
export function familyNameOnly(name: string): string {
  const signs = [...name];
  return signs.length === 0 ? '' : signs[0]! + '*'.repeat(Math.max(signs.length - 1, 1));
}
