import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './http.ts';

/** Answers that will not become better by asking again. */
const FINAL = new Set(['unauthenticated', 'forbidden', 'not-found', 'invalid-request', 'read-only']);

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        refetchOnWindowFocus: false,
        retry: (count, error) => !(error instanceof ApiError && FINAL.has(error.code)) && count < 3,
      },
      mutations: { retry: false },
    },
  });
