import { type NetworkTrouble, networkTrouble } from '../../src-shared/queue/system-code-en.ts';
import type { ConnectivityFacts } from '../sync/connectivity.ts';
import type { TillConfig } from '../till/config.ts';

interface Banner {
  readonly code: string;
  readonly text: string;
}

type Facts = Pick<ConnectivityFacts, 'state' | 'why' | 'strangeCode'>;
type Configured = Pick<TillConfig, 'kind' | 'backEnd'>;

/** Settings that say as whom this till signs in, or for which place: a wrong one of them looks like a wrong key. */
const NAMED_WITH_KEY = ['publicKey', 'clientId', 'audience', 'tokenPath', 'region'] as const;

/** What stands between this till and its program, told apart, with the setting to look at; null: nothing, or nothing to set. */
export function connectionBanner(facts: Facts, config: Configured, programName: string): Banner | null {
  if (facts.state === 'paused')
    return facts.why === 'not-signed-in' ? notSignedIn(config, programName) : throttled(programName);
  // In training there is no setting to look at: its line is pulled by a switch.
  if (config.kind === 'training') return null;
  const host = hostOf(config.backEnd.baseUrl);
  if (facts.state === 'not-connected') {
    const trouble = facts.why === null ? null : networkTrouble(facts.why);
    if (trouble === null && facts.why !== null && IS_OF_A_BACK_END.test(facts.why))
      return {
        code: 'connection-no-way-in',
        text: `${host} answers, but lets this till do nothing yet (${facts.why}). Sales go on and wait here, and the till tries again by itself; where that lasts, check backEnd.baseUrl in the configuration, its path too.`,
      };
    return { code: `connection-${trouble ?? 'unknown'}`, text: TROUBLE_TEXTS[trouble ?? 'unreachable'](host) };
  }
  if (facts.strangeCode === null) return null;
  return {
    code: 'connection-something-else',
    text: `Something else answers at ${host}: what comes back is not ${programName}'s (${facts.strangeCode}). Sales go on and wait here. Check backEnd.baseUrl, its path too, and whether the network asks for a sign-in of its own.`,
  };
}

/** Codes of the machine are written in capitals. */
const IS_OF_A_BACK_END = /^[a-z]/;

const TROUBLE_TEXTS: Readonly<Record<NetworkTrouble, (host: string) => string>> = {
  unreachable: (host) =>
    `${host} cannot be reached. Check the network of this machine; where that works, check backEnd.baseUrl in the configuration.`,
  'no-such-address': (host) =>
    `There is no address called ${host}. Check backEnd.baseUrl in the configuration: a brand, region or environment in its name may be wrong. Without any network it looks the same.`,
  certificate: (host) =>
    `The certificate that ${host} shows was refused, so nothing is sent there. Check the date of this machine, backEnd.baseUrl in the configuration, and whether a proxy stands in between.`,
  'no-tls': (host) =>
    `${host} makes no secure connection, so nothing is sent there. Check backEnd.baseUrl in the configuration: its port may belong to something else.`,
  silent: (host) => `${host} does not answer in time. Check the network; the till tries again by itself.`,
};

const throttled = (programName: string): Banner => ({
  code: 'throttled',
  text: `${programName} asked for a short pause. Everything waits here and goes out by itself.`,
});

function notSignedIn({ backEnd }: Configured, programName: string): Banner {
  const beside = NAMED_WITH_KEY.filter((name) => name in backEnd.settings).map((name) => `backEnd.settings.${name}`);
  const also = beside.length === 0 ? '' : ` It counts only together with ${listed([...beside, 'backEnd.baseUrl'])}.`;
  return {
    code: 'not-signed-in',
    text: `${programName} does not accept this till's key. Sales go on and wait here. Check ${keySetting(backEnd)}.${also} Then press "Ask the program now" in the sync queue.`,
  };
}

function keySetting({ keySource }: TillConfig['backEnd']): string {
  switch (keySource.from) {
    case 'config':
      return 'backEnd.apiKey in the configuration';
    case 'file':
      return `the file that backEnd.apiKeyFile names (${keySource.path})`;
    case 'environment':
      return `the environment variable ${keySource.name}, which backEnd.apiKeyEnv names`;
    case 'sealed':
      return 'the key kept in this data folder: name the right one once as backEnd.apiKey in the configuration';
  }
}

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const hostOf = (baseUrl: string): string => (URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl);
