import { createPostgres } from '../../server/test/harness.ts';
import { type Engine, openPlace, type Place } from './place.ts';

/** A place for one test, on either engine. */
export async function makePlace(engine: Engine): Promise<Place> {
  return openPlace(engine === 'Postgres' ? await createPostgres() : null);
}
