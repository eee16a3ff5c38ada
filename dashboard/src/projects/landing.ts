import type { Place } from '../api/place.ts';
import type { Project } from '../api/types.ts';

const REMEMBERED = 'sluice.place';

/** Where to go first: the place of the last visit if it is still there, else the first one; null without projects. */
export function landing(projects: readonly Project[], remembered = recall()): Place | null {
  const known = (place: Place) =>
    projects.some(({ key, environments }) => key === place.project && environments.some((one) => one.key === place.environment));
  if (remembered !== null && known(remembered)) return remembered;
  const first = projects.find((project) => project.environments.length > 0);
  const environment = first?.environments[0];
  return first === undefined || environment === undefined ? null : { project: first.key, environment: environment.key };
}

export function remember({ project, environment }: Place): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify({ project, environment }));
  } catch {
    // A browser may refuse storage; then the first environment is where one lands.
  }
}

function recall(): Place | null {
  try {
    const place: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null');
    return place !== null && typeof place === 'object' && 'project' in place && 'environment' in place ? (place as Place) : null;
  } catch {
    return null;
  }
}
