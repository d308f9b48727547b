import { isJsonObject, type Json, listAt, objectAt } from '../json.ts';
import { metaText, type StoredObject } from '../store/stored-object.ts';
import { spec, status } from './cells.ts';
import { type Column, DATE_AGE, NAME, text, wide } from './column.ts';

/** A cell as CustomResourceDefinitions fill it: lists as JSON, nothing when the field is missing. */
const shown = (value: Json | undefined): Json => {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : value;
};
const field = (name: string, read: (object: StoredObject) => Json | undefined): Column =>
  text(name, (object) => shown(read(object)));
const ofSpec = (name: string, key: string): Column => field(name, (object) => spec(object)[key]);

const condition = (name: string, type: string): Column =>
  field(name, (object) => {
    const found = listAt(status(object), 'conditions').find((entry) => isJsonObject(entry) && entry.type === type);
    return isJsonObject(found) ? found.status : undefined;
  });

const HOSTNAMES = [NAME, ofSpec('Hostnames', 'hostnames'), DATE_AGE];

/** Columns of custom resources; kinds without columns of their own show name and age. */
export const CUSTOM_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  'virtualservices.networking.istio.io': [NAME, ofSpec('Gateways', 'gateways'), ofSpec('Hosts', 'hosts'), DATE_AGE],
  'destinationrules.networking.istio.io': [NAME, ofSpec('Host', 'host'), DATE_AGE],
  'serviceentries.networking.istio.io': [
    NAME,
    ofSpec('Hosts', 'hosts'),
    ofSpec('Location', 'location'),
    ofSpec('Resolution', 'resolution'),
    DATE_AGE,
  ],
  'workloadentries.networking.istio.io': [NAME, DATE_AGE, ofSpec('Address', 'address')],
  'peerauthentications.security.istio.io': [
    NAME,
    field('Mode', (object) => objectAt(spec(object), 'mtls').mode),
    DATE_AGE,
  ],
  'authorizationpolicies.security.istio.io': [NAME, ofSpec('Action', 'action'), DATE_AGE],
  'httproutes.gateway.networking.k8s.io': HOSTNAMES,
  'grpcroutes.gateway.networking.k8s.io': HOSTNAMES,
  'gateways.gateway.networking.k8s.io': [
    NAME,
    ofSpec('Class', 'gatewayClassName'),
    field('Address', (object) => {
      const [first] = listAt(status(object), 'addresses');
      return isJsonObject(first) ? first.value : undefined;
    }),
    condition('Programmed', 'Programmed'),
    DATE_AGE,
  ],
  'gatewayclasses.gateway.networking.k8s.io': [
    NAME,
    ofSpec('Controller', 'controllerName'),
    condition('Accepted', 'Accepted'),
    DATE_AGE,
    wide(ofSpec('Description', 'description')),
  ],
  'customresourcedefinitions.apiextensions.k8s.io': [
    NAME,
    { ...text('Created At', (object) => metaText(object, 'creationTimestamp') ?? null), type: 'date' },
  ],
};
