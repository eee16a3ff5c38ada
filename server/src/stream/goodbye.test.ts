import { expect, test } from 'vitest';
import { closeReason } from './goodbye.ts';

test('a reason of any length and script fits into a close frame', () => {
  for (const reason of ['short', 'x'.repeat(500), 'é'.repeat(300), '日本'.repeat(100), '🙂'.repeat(60)]) {
    const cut = closeReason(reason);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(123);
    expect(cut).not.toContain('\uFFFD');
    expect(reason.startsWith(cut.replace(/…$/, ''))).toBe(true);
  }
});
