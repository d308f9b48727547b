import type { Route, ServiceRouting } from '@weir/shared';
import { formatShare } from '../../../lib/format.ts';
import { nameOfDestination } from '../model/basis.ts';
import { lacksMeshRoute } from '../model/editor-rows.ts';

export interface RouteChooserProps {
  readonly routing: ServiceRouting;
  readonly chosen: string | null;
  /** Undefined: create a route for calls within the mesh. */
  readonly onChoose: (route: Route | undefined) => void;
}

function splitWords(route: Route): string {
  const parts = route.destinations.filter((destination) => destination.share > 0);
  const [first] = parts;
  if (first === undefined) return 'nowhere';
  if (parts.length === 1) return `all to ${nameOfDestination(first)}`;
  return parts.map((part) => `${nameOfDestination(part)} ${formatShare(part.share)}`).join(', ');
}

/** Where a route acts: within the mesh, at gateways, or both. */
function placeWords(route: Route): string {
  const places = route.gateways ?? ['gateway' in route.scope ? route.scope.gateway : 'mesh'];
  const gateways = places.filter((place) => place !== 'mesh');
  const at = `at the gateway${gateways.length > 1 ? 's' : ''} ${gateways.join(', ')}`;
  if (gateways.length === 0) return 'within the mesh';
  return places.length === gateways.length ? at : `within the mesh and ${at}`;
}

const objectWords = ({ object }: Route): string => `${object.kind} ${object.namespace}/${object.name}`;

/** W4: the routes in words, in the order in which requests try them; what Istio ignores stays visible with the reason. */
export function RouteChooser({ routing, chosen, onChoose }: RouteChooserProps) {
  const { routes } = routing;
  if (routes.length === 0) return null;
  const creatable = lacksMeshRoute(routing);
  // What is the same for all is said once, in the dialog's head.
  const onePlace = !creatable && new Set(routes.map(placeWords)).size === 1;
  const oneObject = new Set(routes.map(objectWords)).size === 1;
  const detail = (route: Route) =>
    [...(onePlace ? [] : [placeWords(route)]), ...(oneObject ? [] : [objectWords(route)])].join(', ');
  return (
    <section className="dialog-section">
      <div className="row between section-label">
        <span className="strong xs sub">Which requests</span>
        <span className="muted xs">
          {routes.length === 1 ? 'one route' : `${routes.length} routes, tried from the top`}
        </span>
      </div>
      <div className="routes" role="radiogroup" aria-label="Which requests">
        {creatable && (
          <label className="route" data-chosen={chosen === null}>
            <input type="radio" name="route" checked={chosen === null} onChange={() => onChoose(undefined)} />
            <span className="grow">
              <span className="medium">All requests</span>{' '}
              <span className="muted sm">within the mesh, nothing is set yet</span>
            </span>
            <span className="sub sm right">like the pods</span>
          </label>
        )}
        {routes.map((route) => (
          <RouteOption
            key={route.id}
            route={route}
            chosen={route.id === chosen}
            detail={detail(route)}
            onChoose={() => onChoose(route)}
          />
        ))}
      </div>
    </section>
  );
}

interface RouteOptionProps {
  readonly route: Route;
  readonly chosen: boolean;
  readonly detail: string;
  readonly onChoose: () => void;
}

function RouteOption({ route, chosen, detail, onChoose }: RouteOptionProps) {
  const obstacle = route.ignoredBecause ?? route.notEditableBecause;
  return (
    <label className="route" data-chosen={chosen} data-off={!route.editable}>
      <input type="radio" name="route" checked={chosen} disabled={!route.editable} onChange={onChoose} />
      <span className="grow">
        <span className="medium">{route.match.words}</span> <span className="muted sm">{detail}</span>
        {obstacle !== undefined && <span className="muted xs route-obstacle">{obstacle}</span>}
      </span>
      <span className="sub sm right route-split">{splitWords(route)}</span>
    </label>
  );
}
