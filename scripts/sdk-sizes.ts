import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { SDKS } from './bundle-sdks.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface SdkSize {
  readonly folder: string;
  readonly bytes: number;
  /** As a web server would send it at gzip's highest level. */
  readonly gzipBytes: number;
  readonly code: string;
}

/** Reads the built main module of each SDK. */
export function sdkSizes(): SdkSize[] {
  return SDKS.map(({ folder }) => {
    const code = fs.readFileSync(path.join(ROOT, folder, 'dist/index.js'));
    return { folder, bytes: code.length, gzipBytes: gzipSync(code, { level: 9 }).length, code: code.toString() };
  });
}

/** `5.1 kB`, of a thousand bytes each. */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
