/** `heling/v1/<institution>/<device>/events`: where a device publishes. */
export const topicOf = (institution: number, device: string): string =>
  `heling/v1/${institution}/${device}/events`;

/** An institution's number in a topic or user name. */
export function institutionOf(text: string | undefined): number | null {
  return text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

/** Institution and device of a topic; null when it is none of ours. */
export function senderOf(topic: string): { institution: number; device: string } | null {
  const [heling, v1, number, device, events, ...rest] = topic.split('/');
  const institution = institutionOf(number);
  if (heling !== 'heling' || v1 !== 'v1' || events !== 'events' || rest.length > 0) return null;
  return institution === null || !device ? null : { institution, device };
}
