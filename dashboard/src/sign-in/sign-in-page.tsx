import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useRouter, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { sessionQuery, signInCheckQuery } from '../api/session.ts';
import type { Session } from '../api/types.ts';
import { Mark } from '../ui/mark.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { LinkForm } from './link-form.tsx';
import { PasswordForm } from './password-form.tsx';
import styles from './sign-in.module.css';

/** `/sign-in#<token>` sets a password by a one-time link; `/sign-in` asks for one. */
export function SignInPage() {
  const token = useLocation({ select: (location) => location.hash });
  const enter = useEnter();
  useEffect(() => {
    document.title = 'Sign in · Sluice';
  }, []);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <Mark size={36} />
          <span>Sluice</span>
        </div>
        <CookieCheck>{token === '' ? <PasswordForm done={enter} /> : <LinkForm done={enter} token={token} />}</CookieCheck>
      </div>
    </main>
  );
}

/** Says what is wrong before a password is typed for nothing. */
function CookieCheck({ children }: { children: ReactNode }) {
  const check = useQuery(signInCheckQuery);
  if (check.isPending) return <p className="soft">Checking the connection…</p>;
  if (check.isError) return <ProblemNote error={check.error} retry={() => check.refetch()} />;
  if (check.data.ok) return children;
  return (
    <>
      <h1 className={styles.title}>You cannot sign in this way</h1>
      <div className={styles.trouble} role="status">
        <p>{check.data.problem}</p>
        <p>
          <strong>To mend it:</strong> {check.data.remedy}
        </p>
      </div>
    </>
  );
}

/** Keeps the session and goes where its holder was going; the token leaves the address. */
function useEnter() {
  const queries = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  return async (session: Session) => {
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, session);
    await router.navigate({ href: next ?? '/', replace: true });
  };
}
