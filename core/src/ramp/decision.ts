import type { Moment } from './facts.ts';
import type { GateReport } from './judge-stage.ts';
import type { Ramp, RampState } from './ramp.ts';

/** What a ramp that stays is waiting for, for the page to say. */
export type Wait =
  | { readonly for: 'hold' | 'window' | 'start' | 'timeout'; readonly until: Moment }
  | { readonly for: 'data' | 'person' | 'check' | 'source'; readonly gate: string; readonly says: string }
  | { readonly for: 'resume' | 'review'; readonly says: string }
  | { readonly for: 'instances'; readonly names: readonly string[]; readonly says: string };

export interface Stay {
  readonly kind: 'stay';
  /** The ramp at the same step, perhaps with something noted: store it when it is another object. */
  readonly ramp: Ramp;
  readonly waits: readonly Wait[];
  readonly gates: readonly GateReport[];
}

export interface Transition {
  readonly kind: 'transition';
  readonly from: RampState;
  /** The ramp one step on. */
  readonly ramp: Ramp;
  /** One sentence for log and page. */
  readonly says: string;
  readonly gates: readonly GateReport[];
  /** Someone must look now. */
  readonly alarm: boolean;
}

export type Decision = Stay | Transition;

export const stay = (ramp: Ramp, waits: readonly Wait[] = [], gates: readonly GateReport[] = []): Stay => ({
  kind: 'stay',
  ramp,
  waits,
  gates,
});

export function transition(from: Ramp, to: Ramp, says: string, gates: readonly GateReport[] = [], alarm = false): Transition {
  return { kind: 'transition', from: from.position.state, ramp: to, says, gates, alarm };
}
