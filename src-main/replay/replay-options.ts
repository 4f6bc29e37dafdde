import { parseArgs } from 'node:util';

export const REPLAY_BACK_ENDS = ['rekonect', 'rbi', 'covalent', 'pomelo'] as const;
export type ReplayBackEnd = (typeof REPLAY_BACK_ENDS)[number];

const MOST_TILLS = 16;

export interface ReplayOptions {
  readonly file: string;
  /** Null: a new folder under the system's temporary one. */
  readonly dataDir: string | null;
  readonly backEnd: ReplayBackEnd;
  readonly offlineFirst: boolean;
  /** Null: no faults. */
  readonly faults: number | null;
  /** Null: no journeys. */
  readonly journeys: number | null;
  readonly tills: number;
  readonly verifyOnly: boolean;
  readonly json: boolean;
  /** The options that were written, as opposed to left at what they are without. */
  readonly given: ReadonlySet<string>;
}

export type ParsedOptions =
  | { readonly kind: 'options'; readonly options: ReplayOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const REPLAY_USAGE = `npm run replay -- FILE [--data DIR] [--backend NAME] [--offline-first] [--faults SEED] [--journeys SEED]
                      [--tills N] [--verify-only] [--json]

Pushes a trading file (UCI online-retail format, CSV or gzipped) through the real till, queue and back end, and proves
afterwards, invoice by invoice, that the loyalty program's ledger agrees with the file.

  --data DIR       where tills and simulators keep their files; the same folder again goes on where it was
  --backend NAME   ${REPLAY_BACK_ENDS.join(', ')}
  --offline-first  the back end cannot be reached until everything is recorded
  --faults SEED    the back end fails in drawn ways
  --journeys SEED  drawn sales are voided or claimed afterwards
  --tills N        so many till processes, 1 to ${MOST_TILLS}
  --verify-only    prove again, sell nothing
  --json           one line with the figures on stdout
`;

/** Reads the command line. Never throws. */
export function parseReplayOptions(argv: readonly string[]): ParsedOptions {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        backend: { type: 'string', default: 'rekonect' },
        'offline-first': { type: 'boolean', default: false },
        faults: { type: 'string' },
        journeys: { type: 'string' },
        tills: { type: 'string', default: '1' },
        'verify-only': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const [file, ...more] = positionals;
    if (file === undefined) return wrong('Name the trading file.');
    if (more.length > 0) return wrong(`One file at a time, not also ${more.join(' ')}.`);
    const backEnd = REPLAY_BACK_ENDS.find((name) => name === values.backend);
    if (backEnd === undefined) return wrong(`--backend is one of: ${REPLAY_BACK_ENDS.join(', ')}.`);
    const tills = wholeNumber(values.tills);
    if (tills === null || tills < 1 || tills > MOST_TILLS)
      return wrong(`--tills is a whole number from 1 to ${MOST_TILLS}.`);
    const faults = values.faults === undefined ? null : wholeNumber(values.faults);
    if (values.faults !== undefined && faults === null) return wrong('--faults takes a seed, a whole number from 0.');
    const journeys = values.journeys === undefined ? null : wholeNumber(values.journeys);
    if (values.journeys !== undefined && journeys === null)
      return wrong('--journeys takes a seed, a whole number from 0.');
    if (values['verify-only'] && values.data === undefined)
      return wrong('--verify-only needs --data with the folder of the run to prove.');
    if (values.data === '') return wrong('--data names a folder.');
    return {
      kind: 'options',
      options: {
        file,
        dataDir: values.data ?? null,
        backEnd,
        offlineFirst: values['offline-first'],
        faults,
        journeys,
        tills,
        verifyOnly: values['verify-only'],
        json: values.json,
        given: givenNames(argv),
      },
    };
  } catch (error) {
    // parseArgs says in words what it does not know; anything else is a bug.
    if (error instanceof TypeError && 'code' in error) return wrong(error.message);
    throw error;
  }
}

const wrong = (message: string): ParsedOptions => ({ kind: 'wrong', message });

function wholeNumber(text: string): number | null {
  const value = Number(text);
  return /^\d{1,10}$/.test(text) && Number.isSafeInteger(value) ? value : null;
}

function givenNames(argv: readonly string[]): ReadonlySet<string> {
  return new Set(argv.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=')[0] ?? ''));
}
