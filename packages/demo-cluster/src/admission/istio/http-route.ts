import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import { destinationFindings, weightedDestinationFindings } from './destinations.ts';
import { all, error, type Findings, NOTHING, when } from './findings.ts';
import {
  authorityFindings,
  corsFindings,
  directResponseFindings,
  durationFindings,
  faultFindings,
  headerOperationFindings,
  mirrorFindings,
  redirectFindings,
  retryFindings,
  rewriteFindings,
} from './http-actions.ts';
import { httpMatchFindings } from './http-match.ts';

const present = (route: JsonObject, key: string): boolean => route[key] !== undefined && route[key] !== null;

/** One HTTP route. A delegate VirtualService's may not delegate again. */
export function httpRouteFindings(route: Json, delegate: boolean): Findings {
  if (!isJsonObject(route)) return error('http route may not be null');
  return all(
    conflictFindings(route, delegate),
    httpMatchFindings(route),
    headerOperationFindings(objectAt(route, 'headers')),
    corsFindings(objectAt(route, 'corsPolicy')),
    faultFindings(route),
    mirrorFindings(route),
    destinationFindings(route.mirror),
    ...listAt(route, 'mirrors').map((mirror) => destinationFindings(objectAt(mirror, 'destination'))),
    redirectFindings(route),
    directResponseFindings(route),
    retryFindings(route),
    rewriteFindings(route),
    authorityFindings(route),
    weightedDestinationFindings(listAt(route, 'route')),
    durationFindings(route.timeout),
  );
}

/** What a route may not have together. */
function conflictFindings(route: JsonObject, delegate: boolean): Findings {
  const name = textAt(route, 'name') ?? '';
  if (!delegate && present(route, 'delegate')) {
    return all(
      when(present(route, 'redirect'), `root HTTP route ${name} must not specify redirect`),
      when(present(route, 'route'), `root HTTP route ${name} must not specify route`),
    );
  }
  return all(
    when(delegate && present(route, 'delegate'), 'delegate HTTP route cannot contain delegate'),
    actionFindings(route),
    when(
      present(route, 'mirror') && listAt(route, 'mirrors').length > 0,
      'HTTP route cannot contain both mirror and mirrors',
    ),
  );
}

function actionFindings(route: JsonObject): Findings {
  const routed = listAt(route, 'route').length > 0;
  if (present(route, 'redirect')) {
    return all(
      when(routed, 'HTTP route cannot contain both route and redirect'),
      when(present(route, 'fault'), 'HTTP route cannot contain both fault and redirect'),
      when(present(route, 'rewrite'), 'HTTP route rule cannot contain both rewrite and redirect'),
      when(present(route, 'directResponse'), 'HTTP route rule cannot contain both direct_response and redirect'),
    );
  }
  if (present(route, 'directResponse')) {
    return all(
      when(routed, 'HTTP route cannot contain both route and direct_response'),
      when(present(route, 'fault'), 'HTTP route cannot contain both fault and direct_response'),
      when(present(route, 'rewrite'), 'HTTP route rule cannot contain both rewrite and direct_response'),
    );
  }
  return routed ? NOTHING : error('HTTP route, redirect or direct_response is required');
}
