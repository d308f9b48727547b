import { useQuery } from '@tanstack/react-query';
import type { Readiness, SourceStatus } from '@weir/shared';

/** Progress of the first synchronisation, asked for only while there is no graph. `/api/readyz` answers 503 with the same body until it is done. */
export function useReadiness(wanted: boolean): {
  readonly sources: readonly SourceStatus[];
  /** The server answers, and is not ready yet: what fails meanwhile fails for that reason. */
  readonly starting: boolean;
} {
  const { data, isError } = useQuery({
    queryKey: ['readiness'],
    queryFn: async ({ signal }) => {
      const response = await fetch('/api/readyz', { signal });
      return (await response.json()) as Readiness;
    },
    enabled: wanted,
    refetchInterval: wanted ? 500 : false,
    retry: false,
  });
  return { sources: data?.sources ?? [], starting: !isError && data?.ready !== true };
}
