import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { linkCheckQuery, redeemLink } from '../api/session.ts';
import type { Session } from '../api/types.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './sign-in.module.css';

/** The first sign-in, and the way back in: a one-time link sets the password. */
export function LinkForm({ token, done }: { token: string; done: (session: Session) => void }) {
  const check = useQuery(linkCheckQuery(token));
  if (check.isPending) return <p className="soft">Checking the link…</p>;
  if (check.isError) return <ProblemNote error={check.error} retry={() => check.refetch()} />;
  return check.data.valid ? <Welcome done={done} known={check.data.email} token={token} /> : <Spent />;
}

function Spent() {
  return (
    <div className={styles.form}>
      <h1 className={styles.title}>This link no longer works</h1>
      <p>
        It has been used, or it is too old. The command <code>sluice-server sign-in-link</code> prints another at any time.
      </p>
      <Button component={Link} fullWidth to="/sign-in" variant="filled">
        Sign in with a password
      </Button>
    </div>
  );
}

const SHORTEST = 12;

function Welcome({ token, known, done }: { token: string; known: string | null; done: (session: Session) => void }) {
  const [email, setEmail] = useState(known ?? '');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({ mutationFn: redeemLink, onSuccess: done });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate({ token, email, name, password });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <h1 className={styles.title}>Welcome</h1>
      <p className={styles.hint}>This link works once. Choose how you sign in from now on.</p>
      {attempt.isError ? <ProblemNote error={attempt.error} /> : null}
      <TextInput
        autoComplete="username"
        autoFocus
        label="Email"
        onChange={(event) => setEmail(event.currentTarget.value)}
        required
        type="email"
        value={email}
        withAsterisk={false}
      />
      <TextInput
        autoComplete="name"
        description="Shown beside every change that you make"
        label="Your name"
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        value={name}
        withAsterisk={false}
      />
      <PasswordInput
        autoComplete="new-password"
        description={`At least ${SHORTEST} characters; a few words are fine`}
        label="Password"
        minLength={SHORTEST}
        onChange={(event) => setPassword(event.currentTarget.value)}
        required
        value={password}
        withAsterisk={false}
      />
      <Button fullWidth loading={attempt.isPending} type="submit" variant="filled">
        Set password and sign in
      </Button>
    </form>
  );
}
