import type { BySource } from './facts.ts';
import type { Judgement } from './gate.ts';

/** Judges outcomes of server keys, then of all keys: what only browsers show is marked, since anyone may hold their key. */
export function judgeBySource<Part>(parts: BySource<Part>, judge: (part: Part) => Judgement): Judgement {
  const servers = judge(parts.servers);
  if (servers.verdict === 'fail') return servers;
  const all = judge(parts.all);
  return all.verdict === 'fail' ? { ...all, only: 'browsers' } : all;
}
