import { expect, type Locator, type Page } from '@playwright/test';
import { HistoryScreen } from './history-screen.ts';
import { PaymentScreen } from './payment-screen.ts';
import { QueueScreen } from './queue-screen.ts';
import { ReceiptScreen } from './receipt-screen.ts';
import { SaleScreen } from './sale-screen.ts';

/** The screens as their users know them: everything is found by its role and its words. */
export class Screens {
  readonly page: Page;
  readonly sale: SaleScreen;
  readonly payment: PaymentScreen;
  readonly receipt: ReceiptScreen;
  readonly history: HistoryScreen;
  readonly queue: QueueScreen;
  /** Two separate facts on every screen. */
  readonly connection: Locator;
  readonly waiting: Locator;

  constructor(page: Page) {
    this.page = page;
    this.sale = new SaleScreen(page);
    this.payment = new PaymentScreen(page);
    this.receipt = new ReceiptScreen(page);
    this.history = new HistoryScreen(page);
    this.queue = new QueueScreen(page);
    this.connection = page.getByTestId('connection');
    this.waiting = page.getByTestId('waiting');
  }

  async signIn(person: { readonly name: string; readonly demoPin: string }): Promise<void> {
    await this.page.getByLabel('PIN', { exact: true }).fill(person.demoPin);
    await this.page.keyboard.press('Enter');
    await expect(this.page.getByText(person.name, { exact: true })).toBeVisible();
  }

  async signOut(): Promise<void> {
    await this.page.keyboard.press('F10');
    await expect(this.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  }

  async goTo(name: 'Sale' | 'History' | 'Sync queue' | 'Manager' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name }).click();
  }

  /** Training's switch: really closes the program's ports. */
  async setNetwork(up: boolean): Promise<void> {
    const network = this.page.getByRole('switch', { name: 'Network' });
    await network.locator('xpath=ancestor::label').click();
    await expect(network).toBeChecked({ checked: up });
  }

  /** A hand scanner: a code in quick keys, then Enter, wherever the focus is. */
  async scan(code: string): Promise<void> {
    const { keyboard } = this.page;
    await Promise.all([...[...code].map((key) => keyboard.press(key)), keyboard.press('Enter')]);
  }
}
