import * as ws from 'ws';

/** One text message, ready to be written to any number of sockets. */
export interface Frame {
  /** Header and content, unmasked and uncompressed (RFC 6455 section 5.2). */
  readonly bytes: Buffer;
  readonly content: Buffer;
}

interface FrameOptions {
  readonly fin: boolean;
  readonly opcode: number;
  readonly mask: boolean;
  readonly readOnly: boolean;
  readonly rsv1: boolean;
}

/** `ws` exports it; its type declarations leave it out. */
const { Sender } = ws as unknown as { readonly Sender: { frame(content: Buffer, options: FrameOptions): Buffer[] } };
const TEXT = 1;

export function frameOf(text: string): Frame {
  const parts = Sender.frame(Buffer.from(text), { fin: true, opcode: TEXT, mask: false, readOnly: true, rsv1: false });
  const bytes = Buffer.concat(parts);
  return { bytes, content: bytes.subarray(parts[0]?.length ?? 0) };
}
