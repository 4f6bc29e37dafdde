import { randomUUID } from 'node:crypto';
import type { StaffView } from '../../src-shared/contract/views.ts';
import { done, problem, type Result } from '../../src-shared/errors/error-codes.ts';
import { MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { atomically } from '../database/atomically.ts';
import type { StaffRecord } from '../stores/staff-store.ts';
import type { TillParts } from '../till/till-parts.ts';
import { verifyPin } from './pin.ts';
import { afterWrongPin, freePinTries, NO_WRONG_PINS, pinPauseMs, type WrongPins } from './pin-lockout.ts';

const WRONG_PINS_SETTING = 'wrong-pins';
const GRANT_MS = 2 * MINUTE;

interface Session {
  readonly sessionId: string;
  readonly staff: StaffView;
}

interface Grant {
  readonly connectionId: string;
  readonly managerId: string;
  readonly procedure: string;
  readonly input: string;
  readonly untilMs: number;
}

/** Who is signed in on which connection, and single-use approvals. A PIN names its owner, so wrong PINs count for the till. */
export class StaffSessions {
  readonly #parts: Pick<TillParts, 'db' | 'stores' | 'clock' | 'dataKey'>;
  readonly #sessions = new Map<string, Session>();
  readonly #grants = new Map<string, Grant>();
  /** PINs are looked at one after the other: tries side by side would each find the lock still open. */
  #lastLook: Promise<unknown> = Promise.resolve();

  constructor(parts: Pick<TillParts, 'db' | 'stores' | 'clock' | 'dataKey'>) {
    this.#parts = parts;
  }

  staffOf(connectionId: string): StaffView | null {
    return this.#sessions.get(connectionId)?.staff ?? null;
  }

  async signIn(connectionId: string, door: string, pin: string): Promise<Result<StaffView>> {
    const found = await this.#whoHas(pin);
    if (!found.ok) return found;
    const { stores, clock } = this.#parts;
    const { id, name, role } = found.value;
    const sessionId = randomUUID();
    this.end(connectionId);
    stores.staff.recordSignIn(sessionId, id, door, clock.nowMs());
    const staff: StaffView = { id, name, role };
    this.#sessions.set(connectionId, { sessionId, staff });
    return done(staff);
  }

  /** The session and the grants of a connection end with it; an open basket stays for whoever signs in next. */
  end(connectionId: string): void {
    for (const [id, grant] of this.#grants) if (grant.connectionId === connectionId) this.#grants.delete(id);
    const session = this.#sessions.get(connectionId);
    if (session === undefined) return;
    this.#sessions.delete(connectionId);
    this.#parts.stores.staff.recordSignOut(session.sessionId, this.#parts.clock.nowMs());
  }

  /** A manager's PIN approves one call of one procedure with exactly this input, on this connection, for two minutes. */
  async approve(
    connectionId: string,
    pin: string,
    procedure: string,
    input: unknown,
  ): Promise<Result<{ approvalId: string }>> {
    const found = await this.#whoHas(pin);
    if (!found.ok) return found;
    if (found.value.role !== 'manager') return problem('not-allowed');
    const { db, stores, clock } = this.#parts;
    const nowMs = clock.nowMs();
    const managerId = found.value.id;
    for (const [id, grant] of this.#grants) if (grant.untilMs < nowMs) this.#grants.delete(id);
    atomically(db, () =>
      stores.audit.add({ atMs: nowMs, staffId: managerId, action: 'approve', subject: procedure, reason: null }),
    );
    const approvalId = randomUUID();
    this.#grants.set(approvalId, {
      connectionId,
      managerId,
      procedure,
      input: canonical(input),
      untilMs: nowMs + GRANT_MS,
    });
    return done({ approvalId });
  }

  /**
   * Uses up a grant. Another connection, procedure or input leaves it unused but is refused.
   *
   * @returns the manager who gave it, or null.
   */
  takeGrant(connectionId: string, approvalId: string, procedure: string, input: unknown): string | null {
    const grant = this.#grants.get(approvalId);
    if (grant === undefined || grant.connectionId !== connectionId || grant.procedure !== procedure) return null;
    if (grant.input !== canonical(input)) return null;
    this.#grants.delete(approvalId);
    return this.#parts.clock.nowMs() <= grant.untilMs ? grant.managerId : null;
  }

  #whoHas(pin: string): Promise<Result<StaffRecord>> {
    const look = this.#lastLook.then(() => this.#look(pin));
    this.#lastLook = look.catch(() => undefined);
    return look;
  }

  async #look(pin: string): Promise<Result<StaffRecord>> {
    const { stores, clock, dataKey } = this.#parts;
    const wrong = this.#wrongPins();
    const nowMs = clock.nowMs();
    const pauseMs = pinPauseMs(wrong, nowMs);
    if (pauseMs > 0) return problem('pin-locked', { seconds: Math.ceil(pauseMs / SECOND) });
    let owner: StaffRecord | null = null;
    for (const record of stores.staff.active()) {
      if (await verifyPin(pin, record.pinHash, dataKey)) owner = record;
    }
    if (owner !== null) {
      if (wrong.count > 0) stores.settings.set(WRONG_PINS_SETTING, JSON.stringify(NO_WRONG_PINS), nowMs);
      return done(owner);
    }
    const after = afterWrongPin(wrong, nowMs);
    stores.settings.set(WRONG_PINS_SETTING, JSON.stringify(after), nowMs);
    return problem('pin-wrong', { triesLeft: freePinTries(after) });
  }

  #wrongPins(): WrongPins {
    const stored = this.#parts.stores.settings.get(WRONG_PINS_SETTING);
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
