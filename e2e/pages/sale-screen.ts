import { expect, type Locator, type Page } from '@playwright/test';

export class SaleScreen {
  readonly #page: Page;
  readonly search: Locator;
  readonly lines: Locator;
  readonly member: Locator;
  readonly benefits: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.search = page.getByRole('combobox', { name: 'Item code or name' });
    this.lines = page.getByRole('grid', { name: 'Items in this sale' });
    this.member = page.getByRole('region', { name: 'Member', exact: true });
    this.benefits = page.getByRole('region', { name: 'Benefits of this sale' });
  }

  line(name: string): Locator {
    return this.lines.getByRole('row', { name: new RegExp(`^${name}`) });
  }

  /** Types a name and takes the item that is offered. */
  async find(typed: string, name: string): Promise<void> {
    await this.search.fill(typed);
    await this.#page.getByRole('option', { name: new RegExp(name) }).click();
  }

  /** Adds a piece by its whole name, and waits for its line. */
  async add(name: string): Promise<void> {
    await this.search.fill(name);
    await this.search.press('Enter');
    await expect(this.line(name)).toBeVisible();
  }

  async press(button: string): Promise<void> {
    await this.#page.getByRole('button', { name: button }).click();
  }

  /** Identifies by what the customer shows; the dialog stays open where the program refuses. */
  async identify(kind: string, value: string): Promise<void> {
    await this.press('Identify member');
    const dialog = this.#page.getByRole('dialog', { name: 'Identify member' });
    await dialog.getByRole('radio', { name: kind }).click();
    await dialog.getByRole('textbox').fill(value);
    await dialog.getByRole('button', { name: 'Identify', exact: true }).click();
  }

  async pay(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Pay' }).click();
    await expect(this.#page.getByRole('heading', { name: 'Payment', exact: true })).toBeAttached();
  }
}
