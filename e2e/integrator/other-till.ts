import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { PluginDoor, type StaffClient } from '../fixtures/plugin-door.ts';
import { noteNeedle } from '../log-check/note-needle.ts';
import { OtherRekonectServer } from './other-rekonect-server.ts';
import { PosClient } from './pos-client.ts';

const QUIET_MS = 300;
const KEY = 'invented-key-of-the-other-server-7f3a';

/** Members of the other server, obviously invented; each test has its own server. */
export const MEMBERS = {
  rich: { card: 'CARD-7700-0001', phone: '600100201', email: 'rita.invented@example.org' },
  poor: { card: 'CARD-7700-0002', phone: '600100202', email: 'paul.invented@example.org' },
  blocked: { card: 'CARD-7700-0003', phone: '600100203', email: 'bea.invented@example.org' },
} as const;

const ARTICLES = `articleCode,scanCode,name,departmentCode,departmentName,unitPrice,weighed,taxPercent
ESP-1,,Espresso,DRINKS,Drinks,1.80,no,10
LOAF-7,,Rye loaf,BAKERY,Bakery,4.25,no,4
`;

/** A till of kind `test` against a Rekonect server that shares no code with it. */
export class OtherTill {
  readonly folder = mkdtempSync(join(tmpdir(), 'tillbox-other-'));
  readonly server = new OtherRekonectServer(
    { apiKey: KEY, branchId: 'BRANCH-9', posId: 'POS-3', sourceName: 'Invented POS' },
    QUIET_MS,
  );
  #door: PluginDoor | null = null;
  #origin = '';
  #pin = '';
  #staff: StaffClient | null = null;
  #pos: PosClient | null = null;
  readonly #settings: Readonly<Record<string, unknown>>;

  /** @param settings of the back end, where they differ from the defaults. */
  constructor(settings: Readonly<Record<string, unknown>>) {
    this.#settings = settings;
  }

  async start(): Promise<void> {
    const { members } = this.server.books;
    const profile = (of: { phone: string; email: string }, firstName: string) => ({
      phoneNumber: of.phone,
      email: of.email,
      firstName,
      lastName: 'Inventedname',
      gdpr: true,
      termsOfUse: true,
      allowedSMS: false,
      allowedEmail: true,
    });
    const gift = {
      key: 'gift-bun',
      name: 'A bun for nothing',
      status: 'active',
      redeemable: true,
      amount: 100,
    } as const;
    const { rich, poor, blocked } = MEMBERS;
    members.add({ profile: profile(rich, 'Rita'), externalId: rich.card, balance: 50_000, gifts: [gift] });
    members.add({ profile: profile(poor, 'Paul'), externalId: poor.card, balance: 30 });
    members.add({ profile: profile(blocked, 'Bea'), externalId: blocked.card, balance: 9_000, status: 'blocked' });
    for (const words of members.personalWords()) noteNeedle(words);
    noteNeedle(KEY);
    await this.server.start();
    writeFileSync(join(this.folder, 'till.json'), JSON.stringify(this.#config(), null, 2));
    writeFileSync(join(this.folder, 'articles.csv'), ARTICLES);
    await this.startDoor();
  }

  /** Starts the door on the folder; the first time it tells the first manager's PIN. */
  async startDoor(): Promise<void> {
    const door = new PluginDoor({
      dataDir: join(this.folder, 'data'),
      args: ['--port', '0', '--config', join(this.folder, 'till.json')],
    });
    this.#door = door;
    const address = await door.address();
    this.#origin = new URL(address).origin;
    noteNeedle(new URL(address).hash.replace('#code=', ''));
    if (this.#pin === '') {
      this.#pin = (await door.line(/First manager of this till: PIN \d{8}/)).slice(-8);
      noteNeedle(this.#pin);
    }
    this.#staff = await door.staffClient(address);
    await this.#staff.cashier.session.signIn({ pin: this.#pin });
  }

  /** SIGKILL: nothing is put in order. */
  async kill(): Promise<void> {
    this.#door?.signal('SIGKILL');
    await this.#door?.exited;
  }

  get staff(): StaffClient {
    if (this.#staff === null) throw new Error('the till was not started');
    return this.#staff;
  }

  /** The first paired POS. */
  get pos(): PosClient {
    if (this.#pos === null) throw new Error('no POS was paired');
    return this.#pos;
  }

  unpaired(): PosClient {
    return new PosClient(() => this.#origin, null);
  }

  async pair(name: string): Promise<PosClient> {
    const { code } = await this.staff.manager.pairing.start({ name });
    const answer = await this.unpaired().post('/pair', { code });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { token } = answer.body as { token: string };
    noteNeedle(token);
    const pos = new PosClient(() => this.#origin, token);
    this.#pos ??= pos;
    return pos;
  }

  /** Until nothing waits any more. */
  async drained(): Promise<void> {
    await expect
      .poll(async () => (await this.pos.get('/status')).body.waiting.count, {
        message: this.server.journal.join('\n'),
        timeout: 20_000,
      })
      .toBe(0);
  }

  /** The other server's total of a POS sale that stands, by the POS's own id; null where none stands. */
  ledgerTotal(saleId: string): number | null {
    const standing = this.server.books.sales.sales.filter(
      ({ cancelled, transaction }) => !cancelled && (transaction.tags ?? []).includes(`ref:${saleId}`),
    );
    expect(standing.length, `standing sales of ${saleId}`).toBeLessThanOrEqual(1);
    return standing[0]?.transaction.totalAmount ?? null;
  }

  balanceOf(member: { readonly card: string }): number {
    const found = this.server.books.members.find({ externalId: member.card });
    if (found === null) throw new Error('no such member');
    return this.server.books.members.balance(found);
  }

  /** What must hold at the end of every test: nothing broke the contract, and nothing hangs at the server. */
  async end(): Promise<void> {
    const { books, faults, journal } = this.server;
    try {
      expect(books.breaches, journal.join('\n')).toEqual([]);
      expect(faults.left, 'faults that nothing met').toBe(0);
      expect(this.#standingAtServer()).toEqual(await this.#standingAtTill());
      this.#door?.signal('SIGTERM');
      expect(await this.#door?.exited).toBe(0);
      expect(this.#door?.stderr).toBe('');
    } finally {
      await this.#door?.dispose();
      await this.server.stop();
      rmSync(this.folder, { recursive: true });
    }
  }

  /** Each standing sale with its total, as the other server has it. */
  #standingAtServer(): string[] {
    return this.server.books.sales.sales
      .filter(({ cancelled }) => !cancelled)
      .map(({ transaction }) => `${transaction.tags?.join() ?? 'no tag'} ${transaction.totalAmount}`)
      .sort();
  }

  /** The same from the history of the till. */
  async #standingAtTill(): Promise<string[]> {
    const { sales } = await this.staff.cashier.history.list({ limit: 200 });
    return sales
      .filter(({ state }) => state === 'completed')
      .map(({ reference, totalMinor }) => `ref:${reference} ${totalMinor}`)
      .sort();
  }

  #config() {
    return {
      kind: 'test',
      backEnd: {
        name: 'rekonect',
        baseUrl: this.server.baseUrl,
        apiKey: KEY,
        branchId: 'BRANCH-9',
        posId: 'POS-3',
        sourceName: 'Invented POS',
        settings: this.#settings,
      },
      catalogueFile: 'articles.csv',
      shop: { name: 'The Invented Bakery', currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/London' },
      terminal: { prefix: 'T3' },
      sync: { payQuietMs: QUIET_MS, clientTimeoutMs: 1_000, firstDelaysMs: [100, 300, 700] },
      policy: { claimBy: 'cashier' },
    };
  }
}

export const test = base.extend<{ till: OtherTill; settings: Readonly<Record<string, unknown>> }>({
  settings: [{}, { option: true }],
  till: async ({ settings }, use) => {
    const till = new OtherTill(settings);
    await till.start();
    await till.pair('Invented POS');
    await use(till);
    await till.end();
  },
});
export { expect };
