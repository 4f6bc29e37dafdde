import { expect, type Locator, type Page } from '@playwright/test';
import { noteNeedle } from '../log-check/note-needle.ts';

export class ReceiptScreen {
  readonly #page: Page;
  readonly text: Locator;
  readonly earned: Locator;
  readonly balance: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.text = page.getByTestId('receipt-text');
    this.earned = page.getByTestId('points-earned');
    this.balance = page.getByTestId('new-balance');
  }

  async saleNumber(): Promise<string> {
    const said = await this.#page.getByText(/^Sale \S+ is saved on this till$/).innerText();
    return said.split(' ')[1] ?? '';
  }

  async claimCode(): Promise<string> {
    const shown = this.#page.getByTestId('claim-code');
    await expect(shown).toHaveText(/\S/);
    const code = await shown.innerText();
    noteNeedle(code);
    return code;
  }

  async next(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Next sale' }).click();
    await expect(this.#page.getByRole('heading', { name: 'Sale', exact: true })).toBeAttached();
  }
}
