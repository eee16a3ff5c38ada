import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { projectsQuery } from './api/projects.ts';
import { sessionQuery } from './api/session.ts';
import { landing } from './projects/landing.ts';
import { BrokenPage, LostPage, LostPlace } from './shell/lost-page.tsx';

interface RouteContext {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouteContext>()({ notFoundComponent: LostPage, errorComponent: BrokenPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } => (isOwnPath(next) ? { next } : {}),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  },
});

const index = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async ({ context }) => {
    const place = landing(await context.queries.fetchQuery(projectsQuery));
    if (place === null) throw redirect({ to: '/new-project' });
    throw redirect({ to: '/$project/$environment/flags', params: place });
  },
});

const project = createRoute({
  getParentRoute: () => signedIn,
  path: '/new-project',
  component: lazyRouteComponent(() => import('./projects/create-project-page.tsx'), 'CreateProjectPage'),
});

const place = createRoute({
  getParentRoute: () => signedIn,
  path: '/$project/$environment',
  loader: ({ context }) => context.queries.ensureQueryData(projectsQuery),
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
  notFoundComponent: LostPlace,
});

const placeIndex = createRoute({
  getParentRoute: () => place,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$project/$environment/flags', params });
  },
});

const flags = createRoute({
  getParentRoute: () => place,
  path: '/flags',
  validateSearch: ({ filter, create }: Record<string, unknown>): { filter?: string; create?: true } => ({
    ...(typeof filter === 'string' && filter !== '' ? { filter } : {}),
    ...(create === true ? { create } : {}),
  }),
  component: lazyRouteComponent(() => import('./flags/flags-page.tsx'), 'FlagsPage'),
});

export const FLAG_TABS = ['rules', 'history', 'settings'] as const;
export type FlagTab = (typeof FLAG_TABS)[number];

const flag = createRoute({
  getParentRoute: () => place,
  path: '/flags/$key',
  validateSearch: ({ tab }: Record<string, unknown>): { tab?: FlagTab } => {
    const known = FLAG_TABS.find((one) => one === tab);
    return known === undefined || known === 'rules' ? {} : { tab: known };
  },
  component: lazyRouteComponent(() => import('./flag/flag-page.tsx'), 'FlagPage'),
});

const keys = createRoute({
  getParentRoute: () => place,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys/keys-page.tsx'), 'KeysPage'),
});

const audit = createRoute({
  getParentRoute: () => place,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});

const tree = root.addChildren([signIn, signedIn.addChildren([index, project, place.addChildren([placeIndex, flags, flag, keys, audit])])]);

/** The addresses of the dashboard: `/{project}/{environment}/flags/{key}`. */
export const routerFor = (queries: QueryClient) =>
  createRouter({ routeTree: tree, context: { queries }, defaultPreload: 'intent', defaultPreloadStaleTime: 0, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof routerFor>;
  }
}

/** Only a path of this site may follow a sign-in. */
function isOwnPath(next: unknown): next is string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next);
}
