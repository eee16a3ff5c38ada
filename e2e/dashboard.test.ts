import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../scripts/chromium.ts';
import { type Dashboard, dashboardIn } from './harness/dashboard.ts';
import { makePlace } from './harness/make-place.ts';
import type { Place } from './harness/place.ts';
import { type ServerProcess, startServerProcess } from './harness/server-process.ts';
import { openShop, type ShopProcess } from './harness/shop-process.ts';

const FLAG = 'checkout.express';

describe('a newcomer, from the printed link to a flip, in real pages', () => {
  let place: Place;
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  let dashboard: Dashboard;
  let shop: ShopProcess;
  let shopPage: Page;
  beforeAll(async () => {
    place = await makePlace('PGlite');
    [server, browser] = await Promise.all([startServerProcess(place), launchChromium()]);
    page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    dashboard = dashboardIn(page);
  });
  afterAll(async () => {
    await shop?.close();
    await browser?.close();
    await server?.stop();
    await place?.remove();
  });

  /** Waits until the shop's page shows this checkout twice, as decided by the service and by the page itself; then asks the service. */
  const serves = async (checkout: string, reason: string) => {
    for (const row of ['#in-service', '#in-page']) {
      await shopPage.locator(`${row} [data-shows=checkout]`, { hasText: `${checkout} (${reason})` }).waitFor({ timeout: 10_000 });
    }
    expect((await shop.decisions()).checkout).toEqual({ serves: checkout, reason });
  };

  it('signs in, makes a project and its keys, and starts the shop', async () => {
    await dashboard.signIn(await server.signInLink());
    await dashboard.createProject('Shop');
    const keys = { server: await dashboard.createKey('Server key', 'service'), client: await dashboard.createKey('Client key', 'page') };
    shop = await openShop(server.url, keys, place.data);
    shopPage = await browser.newPage();
    await shopPage.goto(shop.url);
    await serves('classic', 'ERROR');
  });

  it('creates a flag, which is off, and flips it: service and page change', async () => {
    await dashboard.createFlag(FLAG);
    await serves('classic', 'DISABLED');
    await dashboard.flip(FLAG);
    await serves('express', 'STATIC');
  });

  it('kills it: service and page serve the off value until it is revived', async () => {
    await dashboard.kill(FLAG);
    await serves('classic', 'DISABLED');
    await dashboard.revive();
    await serves('express', 'STATIC');
  });

  it('restores the first version: service and page serve what it did', async () => {
    await dashboard.restore(1);
    await serves('classic', 'DISABLED');
    await page.getByRole('tabpanel').getByText('v5', { exact: true }).waitFor();
  });
});
