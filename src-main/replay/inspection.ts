/** One posting as the simulators' inspection interface shows it. */
export interface InspectedPosting {
  readonly id: number;
  /** `sale`, `earn`, `spend`, each with its `…-cancel`; `opening`, `adjust`. */
  readonly kind: string;
  readonly memberId: string | null;
  /** The till's reference: the invoice number. */
  readonly reference: string;
  readonly points: number;
  readonly amountMinor: number;
}

export interface InspectedMember {
  readonly memberId: string;
  /** The name by which the replay made the member known; null: somebody else's member. */
  readonly name: string | null;
  readonly points: number;
}

export interface InspectedFault {
  readonly kind: string;
  readonly operation: string;
  readonly reference: string;
  /** Whether the request had taken effect when the fault struck. */
  readonly committed: boolean;
  /** By the seed of --faults, not set by a journey. */
  readonly drawn: boolean;
}

/** Everything the proof reads of the program's side. Never the till's own tables. */
export interface Inspection {
  readonly postings: readonly InspectedPosting[];
  readonly members: readonly InspectedMember[];
  readonly faults: readonly InspectedFault[];
}

/**
 * One program of the simulators of a replay folder, which have a process of their own. Every call rejects when they are gone.
 */
export interface ReplaySimulators {
  /** Base URL of the program's API. */
  readonly url: string;
  /** Makes customers of the file known, each with so many points; who is known already stays as he is. */
  addMembers(customerIds: readonly string[], openingPoints: number): Promise<void>;
  /** Starts drawing faults, or goes on where the seed was; the program's own kinds come beside the drawn ones. */
  drawFaults(seed: number): Promise<void>;
  /** True: the program's port refuses connections. */
  setOffline(offline: boolean): Promise<void>;
  /** Loses the next two answers to this sale's submit after it took effect. */
  loseAnswerOfSubmit(reference: string): Promise<void>;
  inspect(): Promise<Inspection>;
  /** Ends their process; their files stay. */
  stop(): Promise<void>;
}
