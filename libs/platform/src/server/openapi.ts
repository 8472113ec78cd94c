import { z } from 'zod';
import { ROLE_NAMES } from '../contract/roles';
import { problemSchema } from '../contract/problem';
import type { RouteSpec } from '../contract/route';

type Json = Record<string, unknown>;

const schemaOf = (type: z.ZodType, io: 'input' | 'output'): Json => {
  const schema = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Json;
  delete schema.$schema;
  return schema;
};

function parametersOf(where: 'path' | 'query', type: z.ZodType): Json[] {
  const schema = schemaOf(type, 'input');
  const required = (schema.required as string[] | undefined) ?? [];
  return Object.entries((schema.properties as Json | undefined) ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function bodyOf(spec: RouteSpec): Json | undefined {
  if (spec.upload) {
    const schema = {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' } },
      required: ['file'],
    };
    return { required: true, content: { 'multipart/form-data': { schema } } };
  }
  const schema = schemaOf(spec.body, 'input');
  if (Object.keys((schema.properties as Json | undefined) ?? {}).length === 0 && schema.type === 'object')
    return undefined;
  return { required: true, content: { 'application/json': { schema } } };
}

function operationOf(spec: RouteSpec): Json {
  const { access } = spec;
  const who =
    access === 'public'
      ? '任何人'
      : access === 'session'
        ? '任何已登录的账号'
        : access.map((role) => ROLE_NAMES[role]).join('、');
  const body = bodyOf(spec);
  return {
    operationId: spec.id,
    tags: [spec.id.split('.')[0]],
    summary: spec.summary,
    description: `可调用：${who}。每分钟最多 ${spec.ratePerMinute} 次。`,
    parameters: [
      ...parametersOf('path', spec.params),
      ...parametersOf('query', spec.query),
      ...(spec.idempotent
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              schema: { type: 'string', minLength: 8, maxLength: 100 },
            },
          ]
        : []),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: {
      200: {
        description: '成功',
        content: spec.download
          ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
          : { 'application/json': { schema: schemaOf(spec.response, 'output') } },
      },
      default: {
        description: '问题说明（RFC 9457）',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    security: access === 'public' ? [] : [{ session: [] }, { token: [] }],
  };
}

/** OpenAPI 3.1 of these endpoints, in the order of their ids. */
export function openApiOf(specs: readonly RouteSpec[]): Json {
  const paths: Record<string, Json> = {};
  for (const spec of [...specs].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const path = `/api${spec.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: operationOf(spec) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '鹤龄 Heling',
      version: '1',
      description:
        '城市养老服务平台接口。错误一律为 RFC 9457 问题说明；列表以不透明游标翻页；金额以分为单位。',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'heling_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The same as one page to read, without script. */
export function openApiPage(document: Json): string {
  const rows = Object.entries(document.paths as Record<string, Record<string, Json>>).flatMap(
    ([path, verbs]) =>
      Object.entries(verbs).map(([verb, operation]) => {
        const { parameters, requestBody, responses } = operation;
        const detail = JSON.stringify(
          { parameters, requestBody, answer: (responses as Json)['200'] },
          null,
          2,
        );
        return `<section id="${escape(String(operation.operationId))}"><h2><code>${verb.toUpperCase()} ${escape(path)}</code></h2>
<p><b>${escape(String(operation.operationId))}</b> · ${escape(String(operation.summary))}</p>
<p>${escape(String(operation.description))}</p>
<details><summary>参数、请求与应答</summary><pre>${escape(detail)}</pre></details></section>`;
      }),
  );
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>鹤龄接口说明</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b2430}
h2{font-size:1rem;margin:0}section{border-top:1px solid #d5dbe3;padding:.8rem 0}pre{overflow:auto;background:#f4f6f9;padding:1rem}
p{margin:.2rem 0}</style></head><body><main><h1>鹤龄接口说明</h1>
<p>机器可读：<a href="/openapi.json">/openapi.json</a>，共 ${rows.length} 个接口。演示数据。</p>${rows.join('\n')}</main></body></html>`;
}
