import { isJsonObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../../json.ts';
import { all, error, type Findings, NOTHING, warning, when } from './findings.ts';

const MAGLEV_LIMIT = 5_000_011;
const has = (object: JsonObject, key: string): boolean => object[key] !== undefined && object[key] !== null;

/** Load balancing: consistent hashing and locality. `outliers`: outlier detection is configured beside it. */
export function loadBalancerFindings(settings: Json | undefined, outliers: boolean): Findings {
  if (!isJsonObject(settings)) return NOTHING;
  return all(
    hashFindings(settings),
    when(
      has(settings, 'localityLbSetting') && has(settings, 'zoneAwareLbSetting'),
      'only one of localityLbSetting and zoneAwareLbSetting can be set',
    ),
    localityFindings(objectAt(settings, 'localityLbSetting'), outliers),
  );
}

function hashFindings(settings: JsonObject): Findings {
  if (!has(settings, 'consistentHash')) return NOTHING;
  const hash = objectAt(settings, 'consistentHash');
  const minimum = numberAt(hash, 'minimumRingSize') ?? 0;
  const algorithm = has(hash, 'ringHash') || has(hash, 'maglev');
  const deprecated =
    "consistent hash MinimumRingSize is deprecated, use ConsistentHashLB's RingHash configuration instead";
  if (minimum !== 0 && algorithm)
    return all(
      cookieFindings(hash),
      error('only one of MinimumRingSize or Maglev/Ringhash can be specified'),
      maglevFindings(hash),
    );
  return all(cookieFindings(hash), minimum === 0 ? NOTHING : warning(deprecated), maglevFindings(hash));
}

function cookieFindings(hash: JsonObject): Findings {
  if (!has(hash, 'httpCookie')) return NOTHING;
  const cookie = objectAt(hash, 'httpCookie');
  const names = listAt(cookie, 'attributes').map((attribute) => textAt(attribute, 'name') ?? '');
  return all(
    when(textAt(cookie, 'name') === undefined, 'name required for HttpCookie'),
    ...names.map((name, index) => {
      if (name === '') return error('cookie attribute name cannot be empty');
      return when(names.indexOf(name) < index, `duplicate cookie attribute name: ${name}`);
    }),
  );
}

function maglevFindings(hash: JsonObject): Findings {
  if (!has(hash, 'maglev')) return NOTHING;
  const size = numberAt(objectAt(hash, 'maglev'), 'tableSize') ?? 0;
  return all(
    when(size === 0, 'tableSize must be set for maglev'),
    when(size >= MAGLEV_LIMIT, `tableSize must be less than ${MAGLEV_LIMIT} for maglev`),
    when(!isPrime(size), 'tableSize must be a prime number for maglev'),
  );
}

function isPrime(number: number): boolean {
  if (number < 2) return false;
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return true;
}

function localityFindings(locality: JsonObject, outliers: boolean): Findings {
  const distribute = listAt(locality, 'distribute');
  const failover = listAt(locality, 'failover');
  if (distribute.length > 0 && failover.length > 0) {
    return error("can not simultaneously specify 'distribute' and 'failover'");
  }
  const shares = distribute.flatMap((entry) => {
    const weights = Object.values(objectAt(entry, 'to')).map(Number);
    const wrong = weights.find((weight) => weight < 1 || weight > 100);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (wrong !== undefined) return [error('locality weight must be in range [1, 100]')];
    return [when(total !== 100, `total locality weight ${total} != 100`)];
  });
  const regions = failover.map((entry) => {
    const from = textAt(entry, 'from') ?? '';
    const to = textAt(entry, 'to') ?? '';
    if (from === to) return error('locality lb failover settings must specify different regions');
    if (from.includes('/') || to.includes('/')) return error('locality lb failover only specify region');
    return when(to.includes('*'), "locality lb failover region should not contain '*' wildcard");
  });
  const needed = failover.length > 0 || listAt(locality, 'failoverPriority').length > 0;
  const advice = needed && !outliers ? warning('outlier detection policy must be provided for failover') : NOTHING;
  return all(...shares, advice, ...regions);
}
