/** Envoy's response flags, as far as people meet them in a mesh. Source: Envoy's documentation of access logs. */
const WORDS: Readonly<Record<string, string>> = {
  DC: 'the caller hung up',
  DF: 'the name could not be resolved',
  DPE: 'the caller broke the protocol',
  FI: 'an injected fault',
  LH: 'the health check failed',
  LR: 'reset by the proxy',
  NC: 'the route leads to no known destination',
  NR: 'no route matches',
  RL: 'rate limited',
  SI: 'the stream was idle for too long',
  UAEX: 'refused by external authorisation',
  UC: 'the connection was closed',
  UF: 'no connection could be made',
  UH: 'no healthy pod',
  UMSDR: 'it took longer than allowed',
  UO: 'the circuit breaker was open',
  UPE: 'the answer broke the protocol',
  UR: 'reset by the other side',
  URX: 'all retries were used up',
  UT: 'it did not answer in time',
};

/** Flags as words: `UH: no healthy pod`. Unknown ones stand as they are; none and `-` give nothing. */
export function flagWords(flags: string): string {
  return flags
    .split(',')
    .map((flag) => flag.trim())
    .filter((flag) => flag !== '' && flag !== '-')
    .map((flag) => (WORDS[flag] === undefined ? flag : `${flag}: ${WORDS[flag]}`))
    .join(', ');
}
