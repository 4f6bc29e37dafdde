import { expect, type Locator, type Page } from '@playwright/test';

export class PaymentScreen {
  readonly #page: Page;
  readonly due: Locator;
  readonly tenders: Locator;
  readonly payState: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.due = page.getByTestId('due');
    this.tenders = page.getByRole('region', { name: 'Payments of this sale' });
    this.payState = page.getByTestId('pay-state');
  }

  async choose(method: 'Points' | 'Cash' | 'Card'): Promise<void> {
    await this.#page
      .getByRole('group', { name: 'How does the customer pay?' })
      .getByRole('button', { name: method })
      .click();
  }

  /** Asks the program for so much, as typed: 500 is 5.00. */
  async payPoints(typed: string): Promise<void> {
    await this.choose('Points');
    await this.#page.getByLabel('Amount to pay with points').fill(typed);
    await this.#page.getByRole('button', { name: /^Pay .* with points/ }).click();
  }

  /** Takes so much cash, as typed: 2000 is 20.00. */
  async takeCash(typed: string): Promise<void> {
    await this.choose('Cash');
    await this.#page.getByLabel('Cash handed over').fill(typed);
    await this.#page.getByRole('button', { name: /^Take .* cash/ }).click();
  }

  async takeExactCash(): Promise<void> {
    await this.#page.getByRole('button', { name: /^Exact/ }).click();
  }

  async complete(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Complete sale' }).click();
    await expect(this.#page.getByRole('heading', { name: 'Receipt', exact: true })).toBeAttached();
  }
}
