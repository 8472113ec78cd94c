import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { HelingRequest } from './handle';
import { LOGGER } from './logger';
import { Problem, refuse } from './problem';

/** Every failure becomes a problem document: no stack, no SQL, no personal data. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<HelingRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error);
    if (problem.status >= 500) {
      // The message of a database error may hold values of the row: only its code and place are logged.
      const { name, code, constraint, table, stack } = error as Record<string, string | undefined>;
      const frames = stack
        ?.split('\n')
        .filter((line) => line.startsWith('    at '))
        .slice(0, 8);
      this.logger.error(
        { requestId: request.id, route: request.routeOptions?.url, name, code, constraint, table, frames },
        'unexpected',
      );
    }
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(
        JSON.stringify({
          type: `urn:heling:problem:${problem.code}`,
          title: problem.detail,
          status: problem.status,
          code: problem.code,
          detail: problem.detail,
          requestId: request.id,
          ...problem.extra,
        }),
      );
  }
}

/** The refusal that an error means to the caller; unknown errors are 500 `platform.unexpected`. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (error instanceof HttpException && error.getStatus() === 404) {
    return refuse(404, 'platform.no_route', '没有这个地址，请检查链接。');
  }
  const status = error instanceof HttpException ? error.getStatus() : (statusCode ?? 500);
  if (status === 413) return refuse(413, 'platform.too_large', '提交的内容过大，请减少后重试。');
  if (status === 415) return refuse(415, 'platform.media_type', '提交的内容类型不受支持，请使用 JSON。');
  if (status >= 400 && status < 500)
    return refuse(status, 'platform.malformed', '提交的内容无法识别，请检查格式。');
  if (unavailable(code)) {
    return refuse(503, 'platform.unavailable', '系统暂时连不上数据库，您的操作没有保存，请稍后重试。');
  }
  // 22021: a NUL or broken character; 22003/22P02: a value that no column can hold.
  const sqlState = code ?? (error as { driverError?: { code?: string } }).driverError?.code;
  if (sqlState && ['22021', '22003', '22P02', '22P05', '22007', '22008'].includes(sqlState)) {
    return refuse(422, 'platform.invalid', '提交的内容里有系统无法保存的字符或数值，请检查后重试。');
  }
  return refuse(
    500,
    'platform.unexpected',
    '系统出错了，您的操作没有保存；请稍后重试，并把请求编号告诉管理员。',
  );
}

function unavailable(code: string | undefined): boolean {
  return (
    !!code && (/^(57P0|08)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code))
  );
}
