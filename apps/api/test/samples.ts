/** A JSON schema as far as the contracts use it. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  format?: string;
  pattern?: string;
}

const FORMATS: Record<string, string> = {
  date: '2026-03-10',
  'date-time': '2026-03-10T01:00:00Z',
  uri: 'https://example.org/hook',
  uuid: '6f0c4b8e-8f0e-4c3a-9a55-0d2f1f3c9a11',
};
/** Texts of which one fits every pattern of the contracts; a new pattern may need another. */
const TEXTS = [
  '文字',
  'a',
  '123456',
  '13800000001',
  '410602',
  '410602001001',
  'bath',
  '2026-03',
  '08:00',
  '410602199001011234',
  'ab1',
  'a.b',
  '1',
];

/**
 * The smallest value that a schema accepts; numbers named like ids are `id`.
 * @throws when no known text fits a pattern.
 */
export function sampleOf(schema: Schema, id: number, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const one = schema.anyOf ?? schema.oneOf;
  if (one) return sampleOf(one[0]!, id, name);
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, id, name))) as unknown;
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, sampleOf(schema.properties?.[key] ?? {}, id, key)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}, id, name));
    case 'integer':
    case 'number':
      return /(^id|Id|^org)s?$/.test(name) ? id : numberFor(schema, name);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return textFor(schema, name);
    default:
      return {};
  }
}

function numberFor(schema: Schema, name: string): number {
  if (name === 'version') return 1;
  return Math.max(schema.minimum ?? 0, (schema.exclusiveMinimum ?? -1) + 1, 0);
}

function textFor({ format, pattern, minLength = 0 }: Schema, name: string): string {
  if (format && FORMATS[format]) return FORMATS[format];
  if (name === 'phone') return '13800000001';
  if (!pattern) return '文'.repeat(Math.max(minLength, 1));
  const found = TEXTS.find((text) => new RegExp(pattern, 'u').test(text) && text.length >= minLength);
  if (found === undefined) throw new Error(`${name}: no text for ${pattern}, add one to samples.ts`);
  return found;
}
