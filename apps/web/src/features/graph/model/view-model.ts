import type { Badge, HealthState, NodeKind, Protocol } from '@weir/shared';
import type { VersionColour } from './version-colours.ts';

/** Outline of a drawn node: workloads are cards, services pills, gateways pointed. */
export type NodeShape = 'card' | 'pill' | 'gateway';

/** Where a node stands: inside a namespace region, or free on the side where traffic comes in or leaves. */
export type Side = 'inside' | 'entry' | 'exit';

/** How the outline is drawn: dotted-through for idle and unmeasured nodes. */
export type Outline = 'solid' | 'idle' | 'unknown';

/** Which text a width is measured for; the canvas gives each a font. */
export type TextRole = 'name' | 'prefix' | 'meta' | 'figure' | 'region' | 'edge' | 'edgeStrong' | 'edgeSet';

/** Width in px of a text at zoom 1. */
export type MeasureText = (text: string, role: TextRole) => number;

/** Unit of rates: requests (or TCP connections' bytes) per second. */
export type RateUnit = 'requests' | 'bytes';

/** The moving numbers of a node; everything else of it changes only with the topology or the configuration. */
export interface NodeFigures {
  /** Requests (TCP: bytes) per second that come in. */
  readonly perSecond: number;
  /** Share 0..1 of the incoming requests. */
  readonly errorShare: number;
}

/** The moving numbers of an edge. All shares are 0..1. */
export interface EdgeFigures {
  readonly perSecond: number;
  readonly errorShare: number;
  readonly observedShare: number;
  /** The configured or expected share. */
  readonly plannedShare: number;
}

/** One shape on screen. A docked service and its version are two nodes of the data and one of these. */
export interface ViewNode {
  /** Id of the node in the data that the shape stands for: the service of a docked pair. */
  readonly id: string;
  /** Ids of all nodes of the data in this shape, the leading one first. */
  readonly members: readonly string[];
  readonly kind: NodeKind;
  readonly shape: NodeShape;
  readonly namespace: string;
  readonly region: string | undefined;
  readonly box: string | undefined;
  readonly side: Side;
  /** Beginning of the name that most names of the namespace share; may be empty. */
  readonly prefix: string;
  readonly name: string;
  readonly health: HealthState;
  readonly outline: Outline;
  readonly meta: string;
  readonly pods: { readonly ready: number; readonly total: number } | undefined;
  /** Undefined where nothing is known about traffic. */
  readonly figures: NodeFigures | undefined;
  readonly unit: RateUnit;
  readonly colour: VersionColour | undefined;
  /** Place of the version in its app's order, from 0. */
  readonly row: number;
  /** Number of edges that come in: a single one carries the node's figure already. */
  readonly incoming: number;
  readonly badges: readonly Badge[];
  /** Width in px that the name asks for, in steps. */
  readonly width: number;
  readonly height: number;
}

/** Line style of an edge. `idle` is dotted, `unknown` (not measured) dashed. */
export type EdgeTone = 'flow' | 'degraded' | 'failing' | 'idle' | 'unknown';

/** What decides the planned share of a split edge: weights (`set`) or ready pods (`expected`). */
export type SplitKind = 'set' | 'expected';

export interface ViewEdge {
  readonly id: string;
  /** Ids of the shapes at both ends. */
  readonly source: string;
  readonly target: string;
  readonly protocol: Protocol;
  readonly tone: EdgeTone;
  /** Present where traffic is divided: the edge is drawn as a channel. */
  readonly split: SplitKind | undefined;
  /** True when no share is planned for this edge while its siblings have one. */
  readonly notRouted: boolean;
  readonly observed: boolean;
  readonly figures: EdgeFigures;
  readonly unit: RateUnit;
  readonly drift: boolean;
}

/** An app with several versions. */
export interface ViewBox {
  readonly id: string;
  readonly region: string | undefined;
  readonly title: string;
  readonly meta: string;
  /** Width in px that the head asks for. */
  readonly headWidth: number;
}

/** A namespace. */
export interface ViewRegion {
  readonly id: string;
  /** Whether the data holds a box node of this id, which can be selected. */
  readonly selectable: boolean;
  readonly title: string;
  readonly summary: string;
  readonly headWidth: number;
}

/** What the canvas draws. Arrays are sorted by id. */
export interface ViewModel {
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
  readonly boxes: readonly ViewBox[];
  readonly regions: readonly ViewRegion[];
  /** From any id of the data (node or box) to the id of the shape that stands for it. */
  readonly shapeOf: ReadonlyMap<string, string>;
  /** Everything that a shape or an edge says, in words (U7); empty for other ids. Made when it is asked for. */
  readonly describe: (id: string) => string;
}

/** What edge labels say. */
export type EdgeLabelMode = 'share' | 'rate' | 'errors' | 'none';
