/** How long after a flip each follower knows. */
import type { Follower } from './follower.ts';
import type { Operator } from './operator.ts';

export interface FlipFigures {
  /** From sending the PATCH to its answer. */
  readonly answerMs: readonly number[];
  readonly followers: readonly FollowerFigures[];
}

export interface FollowerFigures {
  readonly name: string;
  /** From the PATCH's answer to the change event; below zero when the event came first. */
  readonly afterAnswerMs: readonly number[];
  /** From sending the PATCH to the change event. */
  readonly afterSendingMs: readonly number[];
}

/** Flips a flag so many times, each time waiting until every follower has seen it. */
export async function measureFlips(operator: Operator, flag: string, followers: readonly Follower[], flips: number): Promise<FlipFigures> {
  const answerMs: number[] = [];
  const figures = followers.map(({ name }) => ({ name, afterAnswerMs: [] as number[], afterSendingMs: [] as number[] }));
  for (let flip = 0; flip < flips; flip += 1) {
    const asked = await operator.patch(flag, { enabled: flip % 2 === 0 });
    answerMs.push(asked.answeredAt - asked.sentAt);
    const seen = await Promise.all(followers.map((follower) => follower.sees(asked.revision)));
    seen.forEach(({ at }, index) => {
      figures[index]?.afterAnswerMs.push(at - asked.answeredAt);
      figures[index]?.afterSendingMs.push(at - asked.sentAt);
    });
  }
  return { answerMs, followers: figures };
}

/** One line for the answer and one for each follower: medians, and the slowest. */
export function describeFlips(engine: string, { answerMs, followers }: FlipFigures): string[] {
  return [
    `flip on ${engine}, ${answerMs.length} times: PATCH answered in ${inWords(answerMs)}`,
    ...followers.map(
      ({ name, afterAnswerMs, afterSendingMs }) =>
        `  ${name}: change event ${inWords(afterAnswerMs)} after the answer, ${inWords(afterSendingMs)} after sending`,
    ),
  ];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const inWords = (values: readonly number[]) => `${median(values).toFixed(1)} ms (slowest ${Math.max(...values).toFixed(1)} ms)`;
