import type { Locator, Page } from '@playwright/test';

export class QueueScreen {
  readonly #page: Page;
  readonly entries: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.entries = page.getByRole('grid', { name: 'Entries' });
  }

  entry(kind: string): Locator {
    return this.entries.getByRole('row', { name: new RegExp(kind) });
  }

  async show(filter: 'Unfinished' | 'Needs a person' | 'All'): Promise<void> {
    await this.#page.getByRole('radio', { name: filter, exact: true }).click();
  }

  /** Opens an entry; its dialog is returned. */
  async open(kind: string): Promise<Locator> {
    await this.entry(kind).first().click();
    return this.#page.getByRole('dialog', { name: new RegExp(kind) });
  }
}
