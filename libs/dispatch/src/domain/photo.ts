/** Kinds of picture that are accepted, told by their content, never by name or declared type. */
export const PHOTO_TYPES = { 'image/jpeg': 'jpg', 'image/png': 'png' } as const;
export type PhotoType = keyof typeof PHOTO_TYPES;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const IEND = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

/**
 * What kind of whole picture the bytes are: a JPEG from its start mark to its end mark with a frame in between, or a
 * PNG with its header chunk and end chunk; null for anything else, cut pictures and pictures with something appended.
 */
export function photoType(bytes: Uint8Array): PhotoType | null {
  if (isJpeg(bytes)) return 'image/jpeg';
  return isPng(bytes) ? 'image/png' : null;
}

function isPng(bytes: Uint8Array): boolean {
  const header = starts(bytes, PNG) && text(bytes, 12, 4) === 'IHDR';
  return header && bytes.length >= 57 && starts(bytes.subarray(bytes.length - IEND.length), IEND);
}

function isJpeg(bytes: Uint8Array): boolean {
  const last = bytes.length - 2;
  if (!starts(bytes, [0xff, 0xd8, 0xff]) || last < 4) return false;
  if (bytes[last] !== 0xff || bytes[last + 1] !== 0xd9) return false;
  // Segment by segment to the start of the scan; a frame header must come before it.
  let at = 2;
  let framed = false;
  while (at + 3 < bytes.length) {
    if (bytes[at] !== 0xff) return false;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda) return framed;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) framed = true;
    at += 2 + (bytes[at + 2]! << 8) + bytes[at + 3]!;
  }
  return false;
}

function starts(bytes: Uint8Array, with_: readonly number[]): boolean {
  return with_.every((byte, index) => bytes[index] === byte);
}

function text(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
