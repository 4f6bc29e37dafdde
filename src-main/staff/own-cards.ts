import { createHmac, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { MemberIdentifier } from '../../src-shared/member/member.ts';
import { deriveKey } from '../secrets/derive-key.ts';
import type { SettingStore } from '../stores/setting-store.ts';

const SETTING = 'own-cards';
const stored = z.record(z.string(), z.array(z.string()));

/**
 * The members that work here, by fingerprints of their identifiers: nobody may claim a sale to a card of his own (design 8).
 * A manager registers them; a staff member without a registered card is not held back by this.
 */
export class OwnCards {
  readonly #settings: SettingStore;
  readonly #key: KeyObject;

  constructor(settings: SettingStore, dataKey: KeyObject) {
    this.#settings = settings;
    this.#key = deriveKey(dataKey, 'index');
  }

  /** Puts these identifiers in place of what was known of this person; none: forgets them. */
  set(staffId: string, identifiers: readonly MemberIdentifier[], nowMs: number): void {
    const all = { ...this.#all(), [staffId]: namesOneMember(identifiers).map((one) => this.#fingerprint(one)) };
    this.#settings.set(SETTING, JSON.stringify(all), nowMs);
  }

  /** Whether one of these identifiers belongs to one of these people. */
  isOwn(staffIds: readonly string[], identifiers: readonly MemberIdentifier[]): boolean {
    const all = this.#all();
    const own = new Set(staffIds.flatMap((staffId) => all[staffId] ?? []));
    return namesOneMember(identifiers).some((one) => own.has(this.#fingerprint(one)));
  }

  isKnown(staffId: string): boolean {
    return (this.#all()[staffId] ?? []).length > 0;
  }

  #all(): Record<string, string[]> {
    const text = this.#settings.get(SETTING);
    return text === null ? {} : stored.parse(JSON.parse(text));
  }

  #fingerprint({ method, value }: MemberIdentifier): string {
    return createHmac('sha256', this.#key).update(`own-card:${method}:${value}`).digest('base64url').slice(0, 22);
  }
}

/** Without what many share, such as a last name that is asked for beside the card. */
const namesOneMember = (identifiers: readonly MemberIdentifier[]): readonly MemberIdentifier[] =>
  identifiers.filter(({ method }) => method !== 'detail');
