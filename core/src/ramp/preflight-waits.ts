import type { Serve } from '../evaluate/flag.ts';
import { shareOf } from './allocation.ts';
import { gatesOf, type RampPlan } from './plan.ts';
import type { Traffic } from './preflight-facts.ts';

const HOUR_SECONDS = 3600;

/**
 * One sentence for each stage whose smaller arm is not expected to reach a gate's minimum of units
 * within the hold, by the units of the last hour. Units that come again count once, so long holds
 * may take longer than said.
 */
export function expectedWaits(plan: RampPlan, serve: Serve, traffic: Traffic): string[] {
  return plan.stages.flatMap(({ percent, holdSeconds }, stage) => {
    const share = shareOf(serve, plan, percent);
    const gates = gatesOf(plan, stage).flatMap((gate) => ('minUnits' in gate ? [gate] : []));
    const most = gates.toSorted((a, b) => b.minUnits - a.minUnits)[0];
    if (most === undefined) return [];
    const perHour = traffic.units * Math.min(share, 1 - share);
    if (perHour === 0)
      return [`Stage ${stage + 1} (${percent / 1000} %): no units came in the last hour, ${most.id} needs ${most.minUnits} of each arm.`];
    const seconds = (most.minUnits / perHour) * HOUR_SECONDS;
    if (seconds <= holdSeconds) return [];
    const expected = Math.round((perHour * holdSeconds) / HOUR_SECONDS);
    const hold = holdSeconds === 0 ? 'at once' : `in ${duration(holdSeconds)}`;
    return [
      `Stage ${stage + 1} (${percent / 1000} %) gives about ${expected} units of the smaller arm ${hold}, ${most.id} needs ${most.minUnits}: it will wait about ${duration(seconds)}.`,
    ];
  });
}

function duration(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter((part) => part !== '').join(' ');
}
