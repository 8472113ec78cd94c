import { Delete, Get, HttpCode, Patch, Post, Put, Req, Res, SetMetadata } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Input, Output, RouteSpec } from '../contract/route';
import type { RequestContext } from './context';

export const SPEC = 'heling:spec';
const specs = new Map<string, RouteSpec>();

/** Every endpoint that a controller handles, by id: the route table. */
export function allSpecs(): RouteSpec[] {
  return [...specs.values()];
}

/** What the guard leaves on the request for the handler. */
export interface Prepared {
  input: Input<RouteSpec>;
  ctx: RequestContext;
}
export type HelingRequest = FastifyRequest & { heling?: Prepared };

const verbs = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete };

type Handler<S extends RouteSpec> = (input: Input<S>, ctx: RequestContext) => Promise<Output<S>>;

/**
 * Maps a controller's method to an endpoint of the contract. The method gets the parsed input and the caller's
 * context; authentication, access, limits and parsing have been done by the guard.
 */
export function Handle<S extends RouteSpec>(spec: S) {
  if (specs.has(spec.id)) throw new Error(`two endpoints have the id ${spec.id}`);
  specs.set(spec.id, spec);
  return (target: object, name: string, descriptor: TypedPropertyDescriptor<Handler<S>>): void => {
    const original = descriptor.value!;
    const wrapped = async function (
      this: unknown,
      request: HelingRequest,
      reply: FastifyReply,
    ): Promise<unknown> {
      const { input, ctx } = request.heling!;
      const answer = await original.call(this, input as Input<S>, ctx);
      if (process.env.HELING_CHECK_ANSWERS) spec.response.parse(answer);
      if (!spec.download) return answer;
      const file = answer as { fileName: string; mediaType: string; content: Uint8Array };
      void reply.header('content-type', file.mediaType);
      void reply.header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
      );
      return Buffer.from(file.content);
    };
    // The decorated method differs in shape from the declared one; Nest only sees the wrapper.
    const replaced: PropertyDescriptor = descriptor;
    replaced.value = wrapped;
    Object.defineProperty(target, name, replaced);
    verbs[spec.method](`api${spec.path}`)(target, name, replaced);
    HttpCode(200)(target, name, replaced);
    SetMetadata(SPEC, spec)(target, name, replaced);
    Req()(target, name, 0);
    Res({ passthrough: true })(target, name, 1);
  };
}
