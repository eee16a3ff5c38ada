import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Place } from '../api/place.ts';
import { projectsQuery } from '../api/projects.ts';
import type { Environment, Project } from '../api/types.ts';

/** The project and environment that the address names. */
export function usePlace(): Place {
  const { project = '', environment = '' } = useParams({ strict: false });
  return useMemo(() => ({ project, environment }), [project, environment]);
}

export interface Whereabouts {
  readonly projects: readonly Project[];
  readonly project: Project | undefined;
  readonly environment: Environment | undefined;
}

/** What the address names, as the server knows it. */
export function useWhereabouts(): Whereabouts {
  const place = usePlace();
  const { data: projects } = useSuspenseQuery(projectsQuery);
  const project = projects.find((one) => one.key === place.project);
  return { projects, project, environment: project?.environments.find((one) => one.key === place.environment) };
}

/** Whether changes here need a reason, and risky ones a second look. */
export const useProtected = () => useWhereabouts().environment?.protected ?? true;
