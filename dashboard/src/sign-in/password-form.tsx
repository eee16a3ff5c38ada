import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { signIn } from '../api/session.ts';
import type { Session } from '../api/types.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './sign-in.module.css';

/** Email and password, as password managers expect them. */
export function PasswordForm({ done }: { done: (session: Session) => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({ mutationFn: signIn, onSuccess: done });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate({ email, password });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <h1 className={styles.title}>Sign in</h1>
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
      <PasswordInput
        autoComplete="current-password"
        label="Password"
        onChange={(event) => setPassword(event.currentTarget.value)}
        required
        value={password}
        withAsterisk={false}
      />
      <Button fullWidth loading={attempt.isPending} type="submit" variant="filled">
        Sign in
      </Button>
      <p className={styles.hint}>
        Locked out, or here for the first time? The command <code>sluice-server sign-in-link</code> prints a one-time link.
      </p>
    </form>
  );
}
