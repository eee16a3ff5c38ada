import { expect, test } from 'vitest';
import { ManualTimers } from '../../test/stream/manual-timers.ts';
import { Rounds, VISITS_PER_TURN } from './rounds.ts';

const crowd = (size: number): Set<number> => new Set(Array.from({ length: size }, (_, member) => member));

test('a round yields to the event loop after every slice and visits everybody once', () => {
  const timers = new ManualTimers();
  const visited: number[] = [];
  new Rounds(crowd(2.5 * VISITS_PER_TURN), timers, (member) => visited.push(member)).start();
  expect(visited).toHaveLength(VISITS_PER_TURN);
  timers.turn();
  expect(visited).toHaveLength(2 * VISITS_PER_TURN);
  timers.turn();
  expect(visited).toEqual([...crowd(2.5 * VISITS_PER_TURN)]);
  expect(timers.turn()).toBe(false);
});

test('who was visited before the news came is visited again', () => {
  const timers = new ManualTimers();
  const visits = new Map<number, number>();
  const rounds = new Rounds(crowd(2 * VISITS_PER_TURN), timers, (member) => visits.set(member, (visits.get(member) ?? 0) + 1));
  rounds.start();
  rounds.start();
  rounds.start();
  while (timers.turn());
  expect(new Set(visits.values())).toEqual(new Set([2]));
});

test('members may leave and come while a round is under way', () => {
  const timers = new ManualTimers();
  const members = crowd(VISITS_PER_TURN + 10);
  const visited = new Set<number>();
  new Rounds(members, timers, (member) => visited.add(member)).start();
  members.delete(VISITS_PER_TURN + 5);
  members.add(9999);
  while (timers.turn());
  expect(visited.has(VISITS_PER_TURN + 5)).toBe(false);
  expect(visited.has(9999)).toBe(true);
});
