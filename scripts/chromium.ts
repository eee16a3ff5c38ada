/**
 * A Chromium for tests in real pages. Looked for in this order: SLUICE_CHROMIUM, the packaged one
 * (Linux x64: nothing else is needed, not even X11 or fonts), Playwright's own, the PATH, an installed Chrome.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { packagedChromium } from './packaged-chromium.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Starts a headless browser; the caller closes it. Throws with the remedies when there is none. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ ...(await chromiumLaunchOptions()), ...options });
}

/** Where the browser is and what environment it needs, for `chromium.launch`. */
export async function chromiumLaunchOptions(): Promise<LaunchOptions> {
  const chosen = process.env.SLUICE_CHROMIUM;
  if (chosen !== undefined && chosen !== '') {
    if (!fs.existsSync(chosen)) throw new Error(`SLUICE_CHROMIUM names ${chosen}, which does not exist.`);
    return { executablePath: chosen };
  }
  const packaged = await packagedChromium();
  if (packaged !== null) return packaged;
  if (fs.existsSync(chromium.executablePath())) return {};
  const onPath = (process.env.PATH ?? '').split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const found = onPath.find((file) => fs.existsSync(file));
  if (found !== undefined) return { executablePath: found };
  if (process.platform !== 'linux') return { channel: 'chrome' };
  throw new Error(
    'No Chromium found. Set SLUICE_CHROMIUM to its path, or install Chromium or Chrome, or run: npx --yes playwright-core install chromium',
  );
}
