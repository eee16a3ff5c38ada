/** Strokes on a 16 by 16 grid; an icon never speaks alone, so it is hidden from assistive technology. */
const STROKES = {
  add: 'M8 3v10M3 8h10',
  alert: 'M8 2.2 14.3 13.5H1.7ZM8 6.2v3.6M8 11.7v.1',
  arrowDown: 'M8 3v10M4 9l4 4 4-4',
  arrowUp: 'M8 13V3M4 7l4-4 4 4',
  back: 'M13 8H3M7 4 3 8l4 4',
  check: 'M3 8.5 6.5 12 13 4.5',
  chevron: 'M4 6l4 4 4-4',
  circleCheck: 'M14.3 8A6.3 6.3 0 1 1 1.7 8a6.3 6.3 0 0 1 12.6 0ZM5.2 8.2l2 2 3.6-4',
  circleOff: 'M14.3 8A6.3 6.3 0 1 1 1.7 8a6.3 6.3 0 0 1 12.6 0ZM3.6 3.6l8.8 8.8',
  clock: 'M14.3 8A6.3 6.3 0 1 1 1.7 8a6.3 6.3 0 0 1 12.6 0ZM8 4.5V8l2.4 1.5',
  close: 'M4 4l8 8M12 4l-8 8',
  computer: 'M2 3h12v8H2ZM6 14h4M8 11v3',
  copy: 'M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3',
  flag: 'M3.5 14.5v-13M3.5 2.5h8.5l-2 3 2 3H3.5',
  history: 'M2.5 8a5.5 5.5 0 1 0 1.8-4M2.3 2.3v2.9h2.9M8 5v3.2l2.2 1.3',
  key: 'M10.2 9.6a3.9 3.9 0 1 0-3.7-2.7L1.8 11.6v2.6h2.8v-1.9h1.9v-1.9l1.2-1.1c.7.2 1.6.4 2.5.3ZM11 5v.1',
  lock: 'M3.5 7h9v7h-9ZM5.3 7V4.7a2.7 2.7 0 0 1 5.4 0V7',
  log: 'M3 3.5h10M3 8h10M3 12.5h6',
  minus: 'M3.5 8h9',
  moon: 'M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  pencil: 'M2.5 13.5 3.3 10l7.6-7.6a1.3 1.3 0 0 1 1.9 0l.8.8a1.3 1.3 0 0 1 0 1.9L6 12.7Z',
  person: 'M10.8 5a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0ZM2.7 14c.5-2.7 2.6-4.3 5.3-4.3s4.8 1.6 5.3 4.3',
  revive: 'M4.5 2.8v10.4L13 8Z',
  search: 'M11.5 6.9a4.6 4.6 0 1 1-9.2 0 4.6 4.6 0 0 1 9.2 0ZM10.3 10.3l3.5 3.5',
  split: 'M8 14V9.5M8 9.5 3.5 5V2M8 9.5 12.5 5V2M1.8 3.7 3.5 2l1.7 1.7M10.8 3.7 12.5 2l1.7 1.7',
  stop: 'M5.4 1.7h5.2l3.7 3.7v5.2l-3.7 3.7H5.4l-3.7-3.7V5.4ZM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  sun: 'M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13',
  swap: 'M5 2.5v11M5 13.5l-2.5-2.7M5 13.5l2.5-2.7M11 13.5v-11M11 2.5 8.5 5.2M11 2.5l2.5 2.7',
  trash: 'M2.5 4.5h11M6 4.5V2.7h4v1.8M4 4.5l.6 9h6.8l.6-9',
  web: 'M14.3 8A6.3 6.3 0 1 1 1.7 8a6.3 6.3 0 0 1 12.6 0ZM1.7 8h12.6M8 1.7c2 1.9 2.6 4 2.6 6.3S10 12.4 8 14.3C6 12.4 5.4 10.3 5.4 8S6 3.6 8 1.7',
} as const;

export type IconName = keyof typeof STROKES;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={name === 'more' ? 2.4 : 1.5}
      style={{ flex: 'none' }}
      viewBox="0 0 16 16"
      width={size}
    >
      <path d={STROKES[name]} />
    </svg>
  );
}
