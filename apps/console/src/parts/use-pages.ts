'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { CallInput, Output, RouteSpec } from '@heling/platform/contract/route';
import { call, type ApiProblem } from '@heling/ui/client';
import { keyOf } from '@heling/ui/react/use-call';
import type { RouteAddress } from '@heling/ui/route-address';

interface PageOf {
  items: unknown[];
  next: string | null;
  asOf: string;
}
type Item<O> = O extends { items: (infer T)[] } ? T : never;

/** A list that is read page by page; `more` fetches the next page. */
export interface Pages<T, O> {
  rows: T[];
  /** The first page as it came, for totals beside the rows. */
  first: O | undefined;
  asOf: string | undefined;
  loading: boolean;
  problem: ApiProblem | null;
  retry(): void;
  hasMore: boolean;
  loadingMore: boolean;
  more(): void;
}

/** Reads a list endpoint that pages by cursor (`cursor` in the query of a GET, in the body of a POST). */
export function usePages<S extends RouteSpec>(
  route: RouteAddress<S>,
  input: CallInput<S>,
  options: { enabled?: boolean; refetchInterval?: number } = {},
): Pages<Item<Output<S>>, Output<S>> {
  const part = route.method === 'GET' ? 'query' : 'body';
  const given = input as Record<string, Record<string, unknown> | undefined>;
  const result = useInfiniteQuery<Output<S>, ApiProblem>({
    queryKey: [...keyOf(route, input), 'pages'],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        route,
        { ...given, [part]: { ...given[part], ...(pageParam ? { cursor: pageParam } : {}) } } as CallInput<S>,
        { signal },
      ),
    getNextPageParam: (last) => (last as PageOf).next ?? undefined,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    ...(options.refetchInterval ? { refetchInterval: options.refetchInterval } : {}),
  });
  const pages = result.data?.pages ?? [];
  return {
    rows: pages.flatMap((page) => (page as PageOf).items as Item<Output<S>>[]),
    first: pages[0],
    asOf: (pages[0] as PageOf | undefined)?.asOf,
    loading: result.isPending && result.fetchStatus !== 'idle',
    problem: result.error,
    retry: () => void result.refetch(),
    hasMore: result.hasNextPage,
    loadingMore: result.isFetchingNextPage,
    more: () => {
      if (result.hasNextPage && !result.isFetchingNextPage) void result.fetchNextPage();
    },
  };
}
