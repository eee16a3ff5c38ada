import type { Serve } from '../evaluate/flag.ts';
import { allocationOf } from './allocation.ts';
import type { Moment } from './facts.ts';
import { spendsAlpha } from './gates/index.ts';
import { isBelow } from './needs.ts';
import type { RampPlan } from './plan.ts';
import type { AppUse, PreflightFacts } from './preflight-facts.ts';
import { expectedWaits } from './preflight-waits.ts';

/** What a check before the start found: something that blocks it, something to know, or that all is well. */
export interface Finding {
  readonly check:
    | 'flag'
    | 'serve'
    | 'plan'
    | 'instances'
    | 'defaults'
    | 'outcomes'
    | 'browsers'
    | 'data'
    | 'sources'
    | 'destinations'
    | 'drill'
    | 'budget';
  readonly level: 'block' | 'warn' | 'good';
  readonly says: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Found = Omit<Finding, 'check'>;
const block = (says: string): Found => ({ level: 'block', says });
const warn = (says: string): Found => ({ level: 'warn', says });
const good = (says: string): Found => ({ level: 'good', says });

const CHECKS: Readonly<Record<Finding['check'], (plan: RampPlan, facts: PreflightFacts, now: Moment) => readonly Found[]>> = {
  flag: ({ control, candidate }, { flag, otherChange }) => {
    const gone = [control, candidate].filter((variant) => !flag.variants.includes(variant));
    if (gone.length > 0) return [block(`The flag has no variant "${gone[0]}".`)];
    if (flag.killed) return [block('The flag is killed.')];
    if (otherChange !== null) return [block(`Another change is under way: ${otherChange}.`)];
    return [
      flag.enabled ? good('No other change is under way.') : warn('The flag is disabled: it serves its off value until it is enabled.'),
    ];
  },
  serve: ({ control, candidate, stages }, { serve }) => {
    if (serve === null) return [block('The rule that it should ramp is gone.')];
    const { both } = allocationOf(serve, { control, candidate }, 0);
    if (both === 0) return [block(`The serve gives "${control}" and "${candidate}" nothing.`)];
    const present = both - bucketsHeld(serve, control);
    const first = allocationOf(serve, { control, candidate }, stages[0]?.percent ?? 0).candidate;
    return present > first
      ? [block('The candidate already has more than the first stage would give it: it would be taken away from people.')]
      : [];
  },
  plan: ({ rollback }) => {
    if (rollback === undefined) return [block('It needs a rollback plan.')];
    return rollback.dataSafe === 'yes' ? [] : [warn(`Going back is not always safe, and then loses: ${rollback.loses}`)];
  },
  instances: ({ needs }, { apps }, now) => {
    const below = apps.filter(({ app, version }) => needs !== undefined && isBelow(needs, app, version));
    const idle = apps.filter(({ askedAt }) => askedAt === null || now - askedAt > HOUR);
    const asking = apps.filter(({ askedAt }) => askedAt !== null && now - askedAt <= HOUR);
    return [
      ...below.map((use) => block(`${named(use)} below ${needs?.version}, which the ramp needs.`)),
      ...idle.map((use) => warn(`${named(use)} without a question for the flag in the last hour.`)),
      asking.length === 0
        ? warn('No connected app asked for the flag in the last hour.')
        : good(`Asked for by ${asking.map(({ app }) => app).join(', ')}.`),
    ];
  },
  defaults: ({ control }, { apps }) =>
    apps
      .filter(({ otherDefaults }) => otherDefaults.length > 0)
      .map(({ app, otherDefaults }) => warn(`${app} falls back to ${otherDefaults.join(', ')}, not to "${control}".`)),
  outcomes: ({ gates }, { apps }, now) => {
    if (!gates.some(spendsAlpha)) return [];
    const reading = apps.filter(({ askedAt, reportsOutcomes }) => askedAt !== null && now - askedAt <= HOUR && !reportsOutcomes);
    return reading.map(({ app }) => warn(`${app} reads the flag and reports no outcomes: use guard, expose or the plugin there.`));
  },
  browsers: ({ policies }, { traffic }) => {
    if (traffic.requests === 0 || traffic.browserShare < 1) return [];
    const act =
      policies.browsers === 'pause' ? 'will pause, not roll back' : 'will roll back on what anyone with the client key can report';
    return [warn(`All outcomes come from browsers: a failing gate ${act}.`)];
  },
  data: (plan, { serve, traffic }) => (serve === null ? [] : expectedWaits(plan, serve, traffic).map(warn)),
  sources: (_, { sources }, now) =>
    sources.map(({ gate, at, problem }) => {
      if (problem !== null) return warn(`The source of ${gate} gives nothing usable: ${problem}.`);
      if (at === null || now - at > 60_000) return warn(`The source of ${gate} has not answered in the last minute.`);
      return good(`The source of ${gate} answers.`);
    }),
  destinations: ({ rollback }, { destinations }) =>
    (rollback?.tells ?? []).flatMap((id) => {
      const tested = destinations.find((destination) => destination.id === id);
      if (tested === undefined) return [block(`There is no destination "${id}".`)];
      return tested.testedAt === null ? [block(`The destination "${id}" never took a test message.`)] : [];
    }),
  drill: (_, { drill: { lastAt, requiredWithinDays } }, now) => {
    if (requiredWithinDays === null) return lastAt === null ? [warn('Its way back was never drilled.')] : [];
    const late = lastAt === null || now - lastAt > requiredWithinDays * DAY;
    return late ? [block(`This environment asks for a drill within the last ${requiredWithinDays} days.`)] : [];
  },
  budget: (_, { budgetLeft }) => {
    if (budgetLeft === null) return [];
    const percent = Math.round(budgetLeft * 100);
    return [
      budgetLeft <= 0.1
        ? warn(`Only ${Math.max(percent, 0)} % of the error budget is left.`)
        : good(`${percent} % of the error budget is left.`),
    ];
  },
};

const bucketsHeld = (serve: Serve, variant: string) => allocationOf(serve, { control: variant, candidate: '' }, 0).both;

const named = ({ app, version, instances }: AppUse) =>
  `${app}${version === null ? '' : ` ${version}`}: ${instances} ${instances === 1 ? 'instance' : 'instances'}`;

/** Everything worth knowing before a ramp starts, live; a start is refused while anything blocks it. */
export function preflight(plan: RampPlan, facts: PreflightFacts, now: Moment): Finding[] {
  return (Object.keys(CHECKS) as Finding['check'][]).flatMap((check) =>
    CHECKS[check](plan, facts, now).map((found) => ({ check, ...found })),
  );
}
