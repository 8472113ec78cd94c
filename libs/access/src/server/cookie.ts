import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap, type Observable } from 'rxjs';
import type { RequestContext } from '@heling/platform/server/context';
import type { HelingRequest } from '@heling/platform/server/handle';

export const SESSION_COOKIE = 'heling_session';
const wanted = new WeakMap<RequestContext, string>();

/** Answers this request with a session cookie; null removes it. */
export function setSessionCookie(ctx: RequestContext, token: string | null, seconds: number): void {
  const secure = process.env.HELING_ORIGIN?.startsWith('https:') ? '; Secure' : '';
  wanted.set(
    ctx,
    `${SESSION_COOKIE}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax${secure}; Max-Age=${token ? seconds : 0}`,
  );
}

/** The session token of a Cookie header, if it carries one. */
export function sessionTokenOf(cookie: string | undefined): string | undefined {
  return cookie && /(?:^|;\s*)heling_session=([A-Za-z0-9_-]{20,100})(?:;|$)/.exec(cookie)?.[1];
}

/** Puts the cookie that a handler asked for on its answer. */
@Injectable()
export class CookieInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp();
    return next.handle().pipe(
      tap(() => {
        const ctx = http.getRequest<HelingRequest>().heling?.ctx;
        const cookie = ctx && wanted.get(ctx);
        if (cookie) void http.getResponse<FastifyReply>().header('set-cookie', cookie);
      }),
    );
  }
}
