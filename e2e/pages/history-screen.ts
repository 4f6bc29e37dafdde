import { expect, type Locator, type Page } from '@playwright/test';

export class HistoryScreen {
  readonly #page: Page;
  readonly sales: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.sales = page.getByRole('listbox', { name: 'Completed sales' });
  }

  sale(number: string): Locator {
    return this.sales.getByRole('option', { name: new RegExp(`^${number} `) });
  }

  async choose(number: string): Promise<void> {
    await this.sale(number).click();
    await expect(this.#page.getByRole('heading', { name: number })).toBeVisible();
  }

  /** Opens what a void would do; the dialog is returned for looking and deciding. */
  async askVoid(number: string): Promise<Locator> {
    await this.choose(number);
    await this.#page.getByRole('button', { name: 'Void sale' }).click();
    const dialog = this.#page.getByRole('dialog', { name: `Void sale ${number}?` });
    await expect(dialog.getByRole('region', { name: 'Money' })).toBeVisible();
    return dialog;
  }

  /** Finds a sale by its claim code; the dialog is returned. */
  async findClaim(code: string): Promise<Locator> {
    await this.#page.getByRole('button', { name: 'Claim with code' }).click();
    const dialog = this.#page.getByRole('dialog', { name: 'Claim a sale with its code' });
    await dialog.getByLabel('Claim code from the receipt').fill(code);
    await dialog.getByRole('button', { name: 'Find sale' }).click();
    return dialog;
  }
}
