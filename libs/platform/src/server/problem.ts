import type { Problem as ProblemDocument } from '../contract/problem';

type Extra = Pick<ProblemDocument, 'field' | 'reasons' | 'current'>;

/** An expected refusal: becomes an RFC 9457 document with a stable code and a Chinese sentence. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extra: Extra = {},
  ) {
    super(code);
  }
}

/** A refusal to throw. */
export function refuse(status: number, code: string, detail: string, extra?: Extra): Problem {
  return new Problem(status, code, detail, extra);
}

/** 404, also for what lies outside the caller's scope: whether it exists is not told. */
export function notFound(detail = '没有找到这条记录，或您无权查看。'): Problem {
  return new Problem(404, 'platform.not_found', detail);
}

/** 409: the record changed since the caller saw it; `current` is what it is now. */
export function stale(current: unknown): Problem {
  return new Problem(
    409,
    'platform.stale',
    '这条记录刚被别人修改过，请核对最新内容后再提交；您填写的内容没有丢失。',
    {
      current,
    },
  );
}

/** 422: one field is wrong. */
export function invalid(field: string, detail: string): Problem {
  return new Problem(422, 'platform.invalid', detail, { field });
}
