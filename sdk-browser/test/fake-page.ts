/** What a page lends to the SDK, driven by the test's hand. */
import type { ClientMessage, Flag, RulesetMessage, ServerMessage } from '@sluice/core';

export class FakeWebSocket {
  static readonly made: FakeWebSocket[] = [];
  readonly url: string;
  readonly protocols: readonly string[];
  readonly sent: ClientMessage[] = [];
  readyState = 0;
  onopen: (() => void) | undefined;
  onmessage: ((event: { readonly data: string }) => void) | undefined;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | undefined;

  constructor(url: string | URL, protocols: readonly string[]) {
    this.url = String(url);
    this.protocols = protocols;
    FakeWebSocket.made.push(this);
  }

  static get last(): FakeWebSocket {
    const socket = FakeWebSocket.made.at(-1);
    if (socket === undefined) throw new Error('nothing has connected');
    return socket;
  }

  get isClosed(): boolean {
    return this.readyState > 1;
  }

  /** Of the context that was told last. */
  get lastHash(): string {
    return (
      this.sent.map((message) => ('contextHash' in message ? message.contextHash : undefined)).findLast((hash) => hash !== undefined) ?? ''
    );
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close(): void {
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  lose(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1006, reason: '' });
  }
}

class FakeStorage {
  readonly #texts = new Map<string, string>();
  isDenied = false;

  getItem(name: string): string | null {
    if (this.isDenied) throw new DOMException('denied', 'SecurityError');
    return this.#texts.get(name) ?? null;
  }

  setItem(name: string, text: string): void {
    if (this.isDenied) throw new DOMException('denied', 'SecurityError');
    this.#texts.set(name, text);
  }
}

export class FakePage {
  readonly storage = new FakeStorage();
  readonly window = new EventTarget();
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' });

  show(visibilityState: 'visible' | 'hidden'): void {
    this.document.visibilityState = visibilityState;
    this.document.dispatchEvent(new Event('visibilitychange'));
  }
}

export const flag = (key: string, value: number): Flag => ({
  key,
  version: 1,
  type: 'number',
  variants: { off: -1, on: value },
  enabled: true,
  offVariant: 'off',
  fallthrough: { variant: 'on' },
});

export const ruleset = (revision: number, flags: readonly Flag[], contextHash: string): RulesetMessage => ({
  type: 'ruleset',
  epoch: 'one',
  position: { revision, head: `head-${revision}` },
  environment: { project: 'shop', key: 'live' },
  flags,
  segments: [],
  contextHash,
});
