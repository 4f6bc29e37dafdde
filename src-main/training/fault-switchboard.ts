import type { DrawnFaults } from './control-messages.ts';
import { BURST_OF_401_MS, burstBeginsAfter, drawFault, MOST_DRAWN_FAULTS_PER_OPERATION } from './drawn-fault.ts';
import type { FaultLog } from './fault-log.ts';
import { type FaultClass, type FaultRule, faultClassOf } from './fault-rule.ts';
import type { CallDescription } from './simulated-api.ts';

interface Switch {
  readonly rule: FaultRule;
  skip: number;
  left: number;
}

export interface PlannedFault {
  readonly rule: FaultRule;
  readonly drawn: boolean;
}

/** What shall happen to one request; at most one fault of each class. */
export type FaultPlan = ReadonlyMap<FaultClass, PlannedFault>;

const NO_FAULTS: FaultPlan = new Map();

/** Holds the switches and decides, once per request, what strikes it. Rules set by hand come before drawn ones. */
export class FaultSwitchboard {
  readonly #log: FaultLog;
  readonly #machineNowMs: () => number;
  #switches: Switch[] = [];
  #drawn: DrawnFaults | null = null;
  #triesSeen = 0;

  /** @param machineNowMs ms; the machine's clock, so that moving the server's clock does not stretch the burst */
  constructor(log: FaultLog, machineNowMs: () => number) {
    this.#log = log;
    this.#machineNowMs = machineNowMs;
  }

  add(rules: readonly FaultRule[]): void {
    for (const rule of rules)
      this.#switches.push({ rule, skip: rule.skip ?? 0, left: rule.count ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#switches = [];
    this.#drawn = null;
  }

  /** Starts drawing (what the seed already drew on this folder goes on where it was), or stops with null. */
  draw(drawn: DrawnFaults | null): void {
    this.#drawn = drawn;
    this.#triesSeen = drawn === null ? 0 : this.#log.triesOf(drawn.seed);
  }

  get drawn(): DrawnFaults | null {
    return this.#drawn;
  }

  /** Rules still to fire, with what is left of their counts. */
  get standing(): FaultRule[] {
    return this.#switches.map(({ rule, left, skip }) => ({
      ...rule,
      skip,
      ...(Number.isFinite(left) ? { count: left } : {}),
    }));
  }

  plan(call: CallDescription): FaultPlan {
    if (this.#switches.length === 0 && this.#drawn === null) return NO_FAULTS;
    const plan = new Map<FaultClass, PlannedFault>();
    this.#planSwitches(call, plan);
    if (plan.size === 0 && this.#drawn !== null) this.#planDrawn(call, this.#drawn, plan);
    return plan;
  }

  #planSwitches(call: CallDescription, plan: Map<FaultClass, PlannedFault>): void {
    for (const one of this.#switches) {
      const { rule } = one;
      if (rule.endpoint !== undefined && rule.endpoint !== call.endpoint) continue;
      if (rule.operation !== undefined && rule.operation !== call.operation) continue;
      if (rule.reference !== undefined && rule.reference !== call.reference) continue;
      if (plan.has(faultClassOf(rule.kind))) continue;
      if (one.skip > 0) {
        one.skip -= 1;
        continue;
      }
      one.left -= 1;
      plan.set(faultClassOf(rule.kind), { rule, drawn: false });
    }
    if (plan.size > 0) this.#switches = this.#switches.filter(({ left }) => left > 0);
  }

  #planDrawn(call: CallDescription, drawn: DrawnFaults, plan: Map<FaultClass, PlannedFault>): void {
    const { seed } = drawn;
    if (this.#inBurst(seed)) {
      plan.set('outcome', { rule: { kind: '401' }, drawn: true });
      return;
    }
    if (!call.changesState && drawn.reads !== true) return;
    this.#triesSeen += 1;
    const { tries, fired } = this.#log.nextTry(seed, call.reference, call.operation);
    if (fired >= MOST_DRAWN_FAULTS_PER_OPERATION) return;
    const rule = drawFault(seed, call.reference, call.operation, tries, drawn.delayMs ?? 3_000);
    if (rule === null) return;
    this.#log.struck(seed, call.reference, call.operation);
    plan.set(faultClassOf(rule.kind), { rule, drawn: true });
  }

  #inBurst(seed: number): boolean {
    const nowMs = this.#machineNowMs();
    const beganAt = this.#log.burstBeganAt(seed);
    if (beganAt !== null) return nowMs < beganAt + BURST_OF_401_MS;
    if (this.#triesSeen < burstBeginsAfter(seed)) return false;
    this.#log.beginBurst(seed, nowMs);
    return true;
  }
}
