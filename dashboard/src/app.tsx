import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem, hasCode } from './api/problem.ts';
import { sessionQuery } from './api/session.ts';
import { routerFor } from './routes.tsx';
import { cssVariablesResolver, theme } from './theme/theme.ts';
import { Notices } from './ui/notices.tsx';

/** A session that ended sends its holder to sign in and back. */
export function queriesFor(onSessionEnd: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (hasCode(error, 'unauthenticated')) onSessionEnd();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: (times, error) => times < 2 && isPassing(error) },
      mutations: { retry: false },
    },
  });
}

/** Whether trying again may help: no answer, or one that says so. */
const isPassing = (error: unknown) => error instanceof ApiProblem && (error.status === 0 || error.status >= 500);

export function App() {
  const [{ queries, router }] = useState(connected);
  return (
    <MantineProvider cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" theme={theme}>
      <QueryClientProvider client={queries}>
        <Notices>
          <RouterProvider router={router} />
        </Notices>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function connected() {
  const queries = queriesFor(() => {
    if (router.state.location.pathname === '/sign-in') return;
    queries.setQueryData(sessionQuery.queryKey, null);
    router.invalidate().catch(() => undefined);
  });
  const router = routerFor(queries);
  return { queries, router };
}
