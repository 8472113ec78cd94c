'use client';
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { CallInput, Output, RouteSpec } from '@heling/platform/contract/route';
import { call, type ApiProblem } from '../client';
import type { RouteAddress } from '../route-address';

export interface UseCallOptions {
  /** False: not yet (the input is not complete). */
  enabled?: boolean;
  /** Ask again so often, ms. */
  refetchInterval?: number;
  /** Keep showing the last answer while a new input is fetched. */
  keep?: boolean;
}

/** The key under which an answer is held: the endpoint's id, then its input; the id alone stands for all inputs. */
export const keyOf = (route: RouteAddress, input?: unknown): unknown[] =>
  input === undefined ? [route.id] : [route.id, input];

/** Reads an endpoint and keeps the answer; the error is an `ApiProblem` with a sentence to show. */
export function useCall<S extends RouteSpec>(
  route: RouteAddress<S>,
  input: CallInput<S>,
  options: UseCallOptions = {},
): UseQueryResult<Output<S>, ApiProblem> {
  return useQuery<Output<S>, ApiProblem>({
    queryKey: keyOf(route, input),
    queryFn: ({ signal }) => call(route, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.refetchInterval ? { refetchInterval: options.refetchInterval } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Gives a command; afterwards the answers of the `touches` endpoints are fetched anew. */
export function useCommand<S extends RouteSpec>(
  route: RouteAddress<S>,
  touches: readonly RouteAddress[] = [],
): UseMutationResult<Output<S>, ApiProblem, CallInput<S>> {
  const client = useQueryClient();
  return useMutation<Output<S>, ApiProblem, CallInput<S>>({
    mutationFn: (input) => call(route, input),
    onSuccess: () => {
      for (const each of touches) void client.invalidateQueries({ queryKey: keyOf(each) });
    },
  });
}
