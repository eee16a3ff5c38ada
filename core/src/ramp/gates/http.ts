import { z } from 'zod';
import { judgeReadings, type Reading } from '../by-reading.ts';
import type { UrlAnswer } from '../facts.ts';
import { collecting, defineGate, fail, GateId, type Judgement, pass, type StageView, unmeasurable } from '../gate.ts';
import { Consecutive, EverySeconds } from '../settings.ts';

const Asked = z
  .strictObject({
    id: GateId,
    kind: z.literal('http'),
    mode: z.literal('ask'),
    url: z.url({ protocol: /^https?$/ }).meta({ description: 'Fetched with GET; 200 to 299 is good.' }),
    consecutive: Consecutive,
    everySeconds: EverySeconds,
  })
  .meta({ id: 'AskedHttpGate', description: 'Fails when a URL answers with failure several times in a row.' });

const Reported = z
  .strictObject({
    id: GateId,
    kind: z.literal('http'),
    mode: z.literal('report'),
    check: GateId.meta({ description: 'Name under which a pipeline reports.' }),
  })
  .meta({
    id: 'ReportedHttpGate',
    description: "Fails when a pipeline reports failure for the ramp's build; reports for other builds do not count.",
  });

const PROBLEMS = { unreachable: 'could not be reached', timeout: 'did not answer in time', denied: 'may not be asked from here' } as const;

function read(answer: UrlAnswer): Reading {
  if ('problem' in answer) {
    const detail = answer.detail === '' ? '' : ` (${answer.detail})`;
    return { at: answer.at, found: 'nothing', says: `the URL ${PROBLEMS[answer.problem]}${detail}`, evidence: { problem: answer.problem } };
  }
  const { at, status } = answer;
  return { at, found: status >= 200 && status < 300 ? 'good' : 'bad', says: `the URL answered ${status}`, evidence: { status } };
}

function judgeReport(check: string, { facts, build }: StageView): Judgement {
  if (build === null) return unmeasurable('the ramp does not say which build it releases, so no report can count for it');
  const named = facts.checks.filter(({ name }) => name === check);
  const latest = named.findLast(({ version }) => version === build);
  if (latest === undefined) {
    const others = named.at(-1);
    const says = `waits for ${check} of build ${build}${others === undefined ? '' : `; the last report was for ${others.version}`}`;
    return collecting('check', says, { check, build, lastReported: others?.version ?? null });
  }
  const evidence = { check, build, url: latest.url, at: latest.at };
  return latest.ok ? pass(`${check} of build ${build} is good`, evidence) : fail(`${check} of build ${build} failed`, evidence);
}

/** Whether a URL answers well, or a pipeline reported so. */
export const http = defineGate({
  schema: z.discriminatedUnion('mode', [Asked, Reported]),
  judge: (gate, view) =>
    gate.mode === 'report' ? judgeReport(gate.check, view) : judgeReadings(gate, (view.facts.answers[gate.id] ?? []).map(read), view),
});
