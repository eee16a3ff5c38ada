import buildAll from '../scripts/built.ts';
import { kilobytes, sdkSizes } from '../scripts/sdk-sizes.ts';

export interface SizeFigures {
  readonly sdks: readonly { readonly folder: string; readonly bytes: number; readonly gzipBytes: number }[];
}

/** Bytes of the SDKs' built bundles. */
export async function measureSizes(): Promise<SizeFigures> {
  buildAll();
  return { sdks: sdkSizes().map(({ folder, bytes, gzipBytes }) => ({ folder, bytes, gzipBytes })) };
}

/** One line for each bundle. */
export function describeSizes({ sdks }: SizeFigures): string[] {
  return sdks.map(({ folder, bytes, gzipBytes }) => `${folder}: ${kilobytes(bytes)}, ${kilobytes(gzipBytes)} gzip`);
}
