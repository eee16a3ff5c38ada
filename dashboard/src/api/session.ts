import { queryOptions } from '@tanstack/react-query';
import { hasCode } from './problem.ts';
import { request } from './request.ts';
import type { LinkChecked, Session, SignInCheck } from './types.ts';

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) =>
    request<Session>('GET', '/session', { signal }).catch((error: unknown) => {
      if (hasCode(error, 'unauthenticated')) return null;
      throw error;
    }),
  staleTime: 60_000,
});

export const signInCheckQuery = queryOptions({
  queryKey: ['sign-in-check'],
  queryFn: ({ signal }) => request<SignInCheck>('GET', '/sign-in-check', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The token goes in a body: addresses end up in logs. */
export const linkCheckQuery = (token: string) =>
  queryOptions({
    queryKey: ['session-link', token],
    queryFn: () => request<LinkChecked>('POST', '/session/link/check', { body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const signIn = (body: { readonly email: string; readonly password: string }) => request<Session>('POST', '/session', { body });

export const redeemLink = (body: { readonly token: string; readonly email: string; readonly name: string; readonly password: string }) =>
  request<Session>('POST', '/session/link', { body });

export const signOut = () => request<undefined>('DELETE', '/session');
