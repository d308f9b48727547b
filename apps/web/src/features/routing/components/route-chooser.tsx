import type { Route, ServiceRouting } from '@weir/shared';
import { formatShare } from '../../../lib/format.ts';
import { lacksMeshRoute } from '../model/editor.ts';

export interface RouteChooserProps {
  readonly routing: ServiceRouting;
  readonly chosen: string | null;
  /** Undefined: create a route for calls within the mesh. */
  readonly onChoose: (route: Route | undefined) => void;
}

const splitWords = (route: Route): string => {
  const parts = route.destinations.filter((destination) => destination.share > 0);
  const name = (index: number) =>
    parts[index]?.versions.join(' + ') || parts[index]?.subset || parts[index]?.host || '';
  if (parts.length === 1) return `all to ${name(0)}`;
  return parts.map((part, index) => `${name(index)} ${formatShare(part.share)}`).join(', ');
};

const scopeWords = (route: Route): string =>
  'gateway' in route.scope ? `at the gateway ${route.scope.gateway}` : 'within the mesh';

/** W4: the routes in words, in the order in which requests try them; what Istio ignores stays visible with the reason. */
export function RouteChooser({ routing, chosen, onChoose }: RouteChooserProps) {
  if (routing.routes.length === 0) return null;
  return (
    <section className="dialog-section">
      <div className="row between section-label">
        <span className="strong xs sub">Which requests</span>
        <span className="muted xs">
          {routing.routes.length === 1 ? 'one route' : `${routing.routes.length} routes, tried from the top`}
        </span>
      </div>
      <div className="routes" role="radiogroup" aria-label="Which requests">
        {lacksMeshRoute(routing) && (
          <label className="route" data-chosen={chosen === null}>
            <input type="radio" name="route" checked={chosen === null} onChange={() => onChoose(undefined)} />
            <span className="grow">
              <span className="medium">All requests</span>{' '}
              <span className="muted sm">within the mesh, nothing is set yet</span>
            </span>
            <span className="sub sm right">like the pods</span>
          </label>
        )}
        {routing.routes.map((route) => {
          const obstacle = route.ignoredBecause ?? route.notEditableBecause;
          return (
            <label key={route.id} className="route" data-chosen={route.id === chosen} data-off={obstacle !== undefined}>
              <input
                type="radio"
                name="route"
                checked={route.id === chosen}
                disabled={!route.editable}
                onChange={() => onChoose(route)}
              />
              <span className="grow">
                <span className="medium">{route.match.words}</span>{' '}
                <span className="muted sm">
                  {scopeWords(route)}, {route.object.kind} {route.object.namespace}/{route.object.name}
                </span>
                {obstacle !== undefined && <span className="muted xs route-obstacle">{obstacle}</span>}
              </span>
              <span className="sub sm right">{splitWords(route)}</span>
            </label>
          );
        })}
      </div>
    </section>
  );
}
