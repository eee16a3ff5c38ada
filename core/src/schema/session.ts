import { z } from 'zod';
import { DisplayName, Instant } from './primitives.ts';

export const Email = z.email('an email address is like ada@example.com').max(254).meta({ id: 'Email' });
export const ChosenPassword = z
  .string()
  .min(12, 'a password needs at least 12 characters; a few words are fine')
  .max(200, 'a password has at most 200 characters')
  .meta({ id: 'ChosenPassword' });
export const LinkToken = z.string().min(1).max(200).meta({ id: 'LinkToken', description: 'What follows the # in a sign-in link.' });

export const Person = z.strictObject({ id: z.string(), email: Email, name: DisplayName }).meta({ id: 'Person' });
export const Session = z
  .strictObject({ person: Person, expiresAt: Instant.meta({ description: 'When it ends if nothing is asked meanwhile.' }) })
  .meta({ id: 'Session' });

export const SignIn = z.strictObject({ email: Email, password: z.string().min(1).max(200) }).meta({ id: 'SignIn' });
/** The first sign-in, and the way back in: makes the person or finds it by email, and sets its password. */
export const SignInByLink = z
  .strictObject({ token: LinkToken, email: Email, name: DisplayName, password: ChosenPassword })
  .meta({ id: 'SignInByLink' });
export const LinkCheck = z.strictObject({ token: LinkToken }).meta({ id: 'LinkCheck' });
export const LinkChecked = z
  .strictObject({
    valid: z.boolean(),
    email: Email.nullable().meta({ description: 'The address to fill in, when there is one person only.' }),
  })
  .meta({ id: 'LinkChecked' });

/** Whether a session cookie can work the way the page was reached; if not, what is wrong and how to mend it, for the person who reads it. */
export const SignInCheck = z
  .discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true) }),
    z.strictObject({ ok: z.literal(false), problem: z.string(), remedy: z.string() }),
  ])
  .meta({ id: 'SignInCheck' });
