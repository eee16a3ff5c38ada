import { family, type Operator, parseEach } from '../operator.ts';

/** Eight 16-bit groups; an IPv4 address is written as its IPv4-mapped IPv6 address, ::ffff:a.b.c.d. */
type Address = readonly number[];

interface Network {
  readonly address: Address;
  /** Leading bits that must agree, of 128. */
  readonly bits: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[\da-f]{1,4}$/i;

/** Reads an IPv4 or IPv6 address; `undefined` for anything else, such as a zone or an octet with a leading zero. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const groups = parseV4(text);
    return groups && [0, 0, 0, 0, 0, 0xffff, ...groups];
  }
  const halves = text.split('::');
  const head = parseGroups(halves[0] as string, halves.length === 1);
  if (head === undefined || halves.length > 2) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  const tail = parseGroups(halves[1] as string, true);
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function parseV4(text: string): readonly number[] | undefined {
  const [a, b, c, d, ...rest] = text.split('.').map((octet) => (OCTET.test(octet) ? Number(octet) : 256));
  if (a === undefined || b === undefined || c === undefined || d === undefined || rest.length > 0) return undefined;
  return Math.max(a, b, c, d) < 256 ? [a * 256 + b, c * 256 + d] : undefined;
}

/** Groups between colons; the last may be an IPv4 address where the text ends. */
function parseGroups(text: string, ends: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const v4 = ends && index === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined;
    if (v4 !== undefined) groups.push(...v4);
    else if (GROUP.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function parseNetwork(value: unknown): Network | undefined {
  if (typeof value !== 'string') return undefined;
  const [text = '', length, ...rest] = value.split('/');
  const address = parseAddress(text);
  if (address === undefined || rest.length > 0) return undefined;
  const width = text.includes(':') ? 128 : 32;
  if (length === undefined) return { address, bits: 128 };
  const bits = OCTET.test(length) ? Number(length) : 256;
  return bits <= width ? { address, bits: 128 - width + bits } : undefined;
}

function includes(network: Network, address: Address): boolean {
  // A network of IPv6 never holds an address of IPv4, however short its prefix.
  if (network.bits < 96 && isV4(address)) return false;
  for (let index = 0, bits = network.bits; bits > 0; index++, bits -= 16) {
    const ignored = Math.max(0, 16 - bits);
    if ((network.address[index] as number) >> ignored !== (address[index] as number) >> ignored) return false;
  }
  return true;
}

function isV4(address: Address): boolean {
  return address[5] === 0xffff && address.slice(0, 5).every((group) => group === 0);
}

const cidr: Operator<readonly Network[]> = {
  operand: 'network',
  values: 'required',
  parse: (values) => parseEach(values, parseNetwork),
  holds(value, networks) {
    const address = typeof value === 'string' ? parseAddress(value) : undefined;
    return address !== undefined && networks.some((network) => includes(network, address));
  },
};

export const NETWORK = family({ cidr });
