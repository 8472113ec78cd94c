import { createHash } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { RouteSpec } from '../contract/route';
import { Authenticator, type Identity } from './authenticator';
import { SPEC, type HelingRequest } from './handle';
import { invalid, refuse } from './problem';
import { RateLimiter } from './rate-limiter';
import { readUpload } from './upload';

const MAX_DEPTH = 20;

/** Before every handler: who, may they, how often, is the origin ours, and is the input what the contract says. */
@Injectable()
export class Guard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(RateLimiter) private readonly limiter: RateLimiter,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const spec = this.reflector.get<RouteSpec | undefined>(SPEC, execution.getHandler());
    if (!spec) throw new Error(`${execution.getHandler().name} has no contract`);
    const request = execution.switchToHttp().getRequest<HelingRequest>();
    const { cookie, authorization } = request.headers;
    const device = String(request.headers['user-agent'] ?? '').slice(0, 200);
    const identity = await this.authenticator.authenticate({ cookie, authorization }, request.ip, device);
    this.mayCall(spec, identity);
    if (spec.method !== 'GET' && cookie) sameOrigin(request);
    this.limiter.take(`${spec.id}:${identity?.accountId ?? request.ip}`, spec.ratePerMinute);
    const ctx = {
      ...(identity ?? nobody(request.ip, device)),
      requestId: request.id,
    };
    const body: unknown = spec.upload ? await readUpload(request, spec.upload) : (request.body ?? {});
    if (depthOf(body) > MAX_DEPTH) throw refuse(400, 'platform.too_deep', '提交的内容嵌套过深，无法处理。');
    const input = {
      params: parse(spec.params, request.params),
      query: parse(spec.query, request.query),
      body: parse(spec.body, body),
    };
    const idempotency = spec.idempotent ? keyOf(request, spec, input) : undefined;
    request.heling = { input, ctx: { ...ctx, idempotency } };
    return true;
  }

  private mayCall(spec: RouteSpec, identity: Identity | null): void {
    if (spec.access === 'public') return;
    if (!identity) throw refuse(401, 'access.sign_in', '请先登录。');
    if (identity.tokenRoutes && !identity.tokenRoutes.includes(spec.id)) {
      throw refuse(403, 'access.token_route', '这个接口令牌没有调用此功能的权限。');
    }
    const { access } = spec;
    if (access !== 'session' && !identity.roles.some((role) => access.includes(role))) {
      throw refuse(403, 'access.role', '您的角色没有这项权限；如确有需要，请联系系统管理员。');
    }
  }
}

function nobody(address: string, device: string): Identity {
  return {
    accountId: null,
    sessionId: null,
    roles: [],
    scope: { d: [], o: [], p: [], c: [] },
    division: null,
    org: null,
    carerId: null,
    address,
    device,
  };
}

/** Cross-site requests carry a foreign Origin; same-site ones ours (browsers always send it with unsafe methods). */
function sameOrigin(request: HelingRequest): void {
  const origin = request.headers.origin;
  if (origin && new URL(origin).host !== request.headers.host) {
    throw refuse(403, 'access.origin', '请求来自其他网站，已拒绝。');
  }
}

function parse(schema: RouteSpec['body'], value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys.join(',') : '');
  throw invalid(
    field,
    field ? `“${field}”填写有误，请检查后重新提交。` : '提交的内容不完整或格式有误，请检查后重新提交。',
  );
}

function keyOf(request: HelingRequest, spec: RouteSpec, input: unknown) {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key.length < 8 || key.length > 100) {
    throw refuse(400, 'platform.key_needed', '缺少提交编号（Idempotency-Key），请刷新页面后重新提交。');
  }
  return { key, route: spec.id, bodyHash: createHash('sha256').update(JSON.stringify(input)).digest() };
}

function depthOf(value: unknown): number {
  let depth = 0;
  let layer = [value];
  while (layer.length > 0 && depth <= MAX_DEPTH) {
    const next: unknown[] = [];
    for (const item of layer) {
      if (item !== null && typeof item === 'object' && !(item instanceof Uint8Array)) {
        for (const child of Object.values(item)) next.push(child);
      }
    }
    layer = next;
    depth += 1;
  }
  return depth;
}
