import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { StaffView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { SettingStore } from '../stores/setting-store.ts';
import type { StaffRecord, StaffStore } from '../stores/staff-store.ts';
import { verifyPin } from './pin.ts';
import { afterWrongPin, freePinTries, NO_WRONG_PINS, pinPauseMs, type WrongPins } from './pin-lockout.ts';

const WRONG_PINS_SETTING = 'wrong-pins';
const GRANT_MS = 2 * MINUTE;

interface Session {
  readonly sessionId: string;
  readonly staff: StaffView;
}

interface Grant {
  readonly managerId: string;
  readonly procedure: string;
  readonly input: string;
  readonly untilMs: number;
}

/** Who is signed in on which connection, and single-use approvals. A PIN names its owner, so wrong PINs count for the till. */
export class StaffSessions {
  readonly #staff: StaffStore;
  readonly #settings: SettingStore;
  readonly #clock: Clock;
  readonly #dataKey: KeyObject;
  readonly #sessions = new Map<string, Session>();
  readonly #grants = new Map<string, Grant>();

  constructor(staff: StaffStore, settings: SettingStore, clock: Clock, dataKey: KeyObject) {
    this.#staff = staff;
    this.#settings = settings;
    this.#clock = clock;
    this.#dataKey = dataKey;
  }

  staffOf(connectionId: string): StaffView | null {
    return this.#sessions.get(connectionId)?.staff ?? null;
  }

  async signIn(connectionId: string, door: string, pin: string): Promise<Result<StaffView>> {
    const found = await this.#whoHas(pin);
    if (!found.ok) return found;
    const { id, name, role } = found.value;
    const sessionId = randomUUID();
    this.end(connectionId);
    this.#staff.recordSignIn(sessionId, id, door, this.#clock.nowMs());
    const staff: StaffView = { id, name, role };
    this.#sessions.set(connectionId, { sessionId, staff });
    return done(staff);
  }

  end(connectionId: string): void {
    const session = this.#sessions.get(connectionId);
    if (session === undefined) return;
    this.#sessions.delete(connectionId);
    this.#staff.recordSignOut(session.sessionId, this.#clock.nowMs());
  }

  /** A manager's PIN approves one call of one procedure with exactly this input, for two minutes. */
  async approve(pin: string, procedure: string, input: unknown): Promise<Result<{ approvalId: string }>> {
    const found = await this.#whoHas(pin);
    if (!found.ok) return found;
    if (found.value.role !== 'manager') return problem('not-allowed');
    const approvalId = randomUUID();
    this.#grants.set(approvalId, {
      managerId: found.value.id,
      procedure,
      input: canonical(input),
      untilMs: this.#clock.nowMs() + GRANT_MS,
    });
    return done({ approvalId });
  }

  /** Uses up a grant. Wrong procedure or input leaves it unused but refuses. */
  takeGrant(approvalId: string, procedure: string, input: unknown): boolean {
    const grant = this.#grants.get(approvalId);
    if (grant === undefined || grant.procedure !== procedure || grant.input !== canonical(input)) return false;
    this.#grants.delete(approvalId);
    return this.#clock.nowMs() <= grant.untilMs;
  }

  async #whoHas(pin: string): Promise<Result<StaffRecord>> {
    const wrong = this.#wrongPins();
    const nowMs = this.#clock.nowMs();
    const pauseMs = pinPauseMs(wrong, nowMs);
    if (pauseMs > 0) return problem('pin-locked', { seconds: Math.ceil(pauseMs / SECOND) });
    let owner: StaffRecord | null = null;
    for (const record of this.#staff.active()) {
      if (await verifyPin(pin, record.pinHash, this.#dataKey)) owner = record;
    }
    if (owner !== null) {
      if (wrong.count > 0) this.#settings.set(WRONG_PINS_SETTING, JSON.stringify(NO_WRONG_PINS), nowMs);
      return done(owner);
    }
    const after = afterWrongPin(wrong, nowMs);
    this.#settings.set(WRONG_PINS_SETTING, JSON.stringify(after), nowMs);
    return problem('pin-wrong', { triesLeft: freePinTries(after) });
  }

  #wrongPins(): WrongPins {
    const stored = this.#settings.get(WRONG_PINS_SETTING);
    return stored === null ? NO_WRONG_PINS : (JSON.parse(stored) as WrongPins);
  }
}

/** Keys in order, so that the same content is the same text whichever way it was built. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
