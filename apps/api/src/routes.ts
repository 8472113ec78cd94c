import { z } from 'zod';
import type { RouteSpec } from '@heling/platform/contract/route';

/** One line of the route table as `main.mjs --routes` prints it: what the endpoint is and what it accepts. */
export function routeOf(spec: RouteSpec) {
  const { id, method, path, access, upload } = spec;
  const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return {
    ...{ id, method, path, access, upload },
    params: schemaOf(spec.params),
    query: schemaOf(spec.query),
    body: upload ? null : schemaOf(spec.body),
  };
}
