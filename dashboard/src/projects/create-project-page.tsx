import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { createProject, projectsQuery } from '../api/projects.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './create-project.module.css';
import { keyFrom } from './key-from.ts';

const ENVIRONMENTS = [
  { name: 'Development', note: 'Yours to play in: switches act at once.' },
  { name: 'Staging', note: 'The last look before users see it.' },
  { name: 'Production', note: 'Protected: changes are reviewed and need a reason. A kill never waits.' },
] as const;

/** Makes a project with three environments; the first thing that a new installation shows. */
export function CreateProjectPage() {
  const { data: projects } = useQuery(projectsQuery);
  const first = projects?.length === 0;
  const [name, setName] = useState('');
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const key = typedKey ?? keyFrom(name);
  const create = useCreate();
  useEffect(() => {
    document.title = 'New project · Sluice';
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ key, name: name.trim() });
  };
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit}>
        <Mark size={36} />
        <h1 className={styles.title}>{first ? 'Name your first project' : 'New project'}</h1>
        <p className={styles.lead}>A project holds the flags of one product, in three environments.</p>
        {create.isError ? <ProblemNote error={create.error} /> : null}
        <TextInput
          autoFocus
          label="Name"
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          placeholder="Shop"
          required
          value={name}
          withAsterisk={false}
        />
        <TextInput
          description="In addresses and keys; it stays as it is"
          label="Key"
          maxLength={63}
          onChange={(event) => setTypedKey(event.currentTarget.value)}
          pattern="[a-z0-9][a-z0-9\-]*"
          required
          styles={{ input: { fontFamily: 'var(--mono)' } }}
          title="a–z, 0–9 and “-”, beginning with a letter or digit"
          value={key}
          withAsterisk={false}
        />
        <ul className={styles.environments}>
          {ENVIRONMENTS.map((environment) => (
            <li key={environment.name}>
              <Icon name={environment.name === 'Production' ? 'lock' : 'check'} />
              <span>
                <strong>{environment.name}</strong>
                <br />
                <span className="soft">{environment.note}</span>
              </span>
            </li>
          ))}
        </ul>
        <Button disabled={name.trim() === '' || key === ''} fullWidth loading={create.isPending} type="submit" variant="filled">
          Create project
        </Button>
        {projects === undefined || first ? null : (
          <Button component={Link} fullWidth to="/" variant="subtle">
            Cancel
          </Button>
        )}
      </form>
    </main>
  );
}

function useCreate() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ key, name }: { key: string; name: string }) => createProject(key, { name }),
    onSuccess: async (project) => {
      await queries.invalidateQueries({ queryKey: projectsQuery.queryKey });
      const environment = project.environments[0]?.key ?? 'development';
      await navigate({ to: '/$project/$environment/flags', params: { project: project.key, environment } });
    },
  });
}
