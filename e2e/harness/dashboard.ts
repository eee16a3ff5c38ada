/** What an operator does in the dashboard, by the names that a screen reader says. */
import type { Page } from 'playwright-core';

export interface Dashboard {
  /** By the one-time link; sets a password. */
  signIn(link: string): Promise<void>;
  createProject(name: string): Promise<void>;
  /** Resolves with the secret, which is shown once. */
  createKey(kind: 'Server key' | 'Client key', name: string): Promise<string>;
  /** A boolean flag that pages may read. */
  createFlag(key: string): Promise<void>;
  flip(key: string): Promise<void>;
  kill(key: string): Promise<void>;
  revive(): Promise<void>;
  restore(version: number): Promise<void>;
}

export function dashboardIn(page: Page): Dashboard {
  const dialog = page.getByRole('dialog');
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const go = (name: string) => page.getByRole('link', { name, exact: true }).first().click();
  const closeDialog = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };
  const dismissNotices = async () => {
    const notices = page.getByRole('button', { name: 'Dismiss' });
    while ((await notices.count()) > 0) await notices.first().click();
  };
  return {
    async signIn(link) {
      await page.goto(link);
      await page.getByLabel('Email').fill('ada@example.com');
      await page.getByLabel('Your name').fill('Ada');
      await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
      await press('Set password and sign in');
    },
    async createProject(name) {
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
      await press('Create project');
      await page.getByRole('heading', { name: 'Flags' }).waitFor();
    },
    async createKey(kind, name) {
      await go('Keys');
      await press('New key');
      await dialog.getByRole('radio', { name: kind }).check();
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
      await dialog.getByRole('button', { name: 'Create key' }).click();
      const secret = (await dialog.getByTestId('secret').textContent()) ?? '';
      await dialog.getByRole('button', { name: /^(I have copied it|Done)$/ }).click();
      await dialog.waitFor({ state: 'hidden' });
      return secret;
    },
    async createFlag(key) {
      await go('Flags');
      await press('New flag');
      await dialog.getByRole('textbox', { name: 'Key', exact: true }).fill(key);
      await dialog.getByRole('checkbox', { name: 'Available to browsers' }).check();
      await dialog.getByRole('button', { name: 'Create flag' }).click();
      await page.getByRole('heading', { name: key }).waitFor();
    },
    async flip(key) {
      await page.getByRole('switch', { name: `${key} enabled` }).press('Space');
    },
    async kill(key) {
      await press('Kill a flag');
      await dialog.getByRole('button', { name: `Kill ${key} now` }).click();
      await dialog.getByText('Accepted as').waitFor();
      await closeDialog();
    },
    async revive() {
      await page.getByRole('main').getByRole('button', { name: 'Revive…' }).click();
      await dialog.getByRole('button', { name: 'Revive', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
    },
    async restore(version) {
      await dismissNotices();
      await page.getByRole('tab', { name: 'History' }).click();
      await press(`Restore v${version} …`);
      await dialog.getByRole('button', { name: /^Publish v/ }).click();
      await dialog.waitFor({ state: 'hidden' });
    },
  };
}
