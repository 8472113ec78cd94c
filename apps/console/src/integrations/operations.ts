'use client';
import { useQuery } from '@tanstack/react-query';
import { problemOf, type ApiProblem } from '@heling/ui/client';

interface Document {
  paths: Record<string, Record<string, { operationId?: string; summary?: string }>>;
}

/** The endpoints as the published description of the interface names them. */
export function useOperations() {
  return useQuery<{ id: string; summary: string }[], ApiProblem>({
    queryKey: ['openapi'],
    staleTime: Infinity,
    queryFn: async () => {
      try {
        const response = await fetch('/openapi.json');
        const { paths } = (await response.json()) as Document;
        return Object.values(paths)
          .flatMap((methods) => Object.values(methods))
          .flatMap(({ operationId, summary = '' }) => (operationId ? [{ id: operationId, summary }] : []))
          .sort((a, b) => a.id.localeCompare(b.id));
      } catch (error) {
        throw problemOf(error);
      }
    },
  });
}
