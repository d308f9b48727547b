import { expect, it } from 'vitest';
import { sharedPrefix, splitName } from './name-prefix.ts';

it.each([
  [['fleetman-webapp', 'fleetman-api-gateway', 'fleetman-staff', 'position-simulator'], 'fleetman-'],
  [['shop-eu-cart', 'shop-eu-pay', 'shop-eu-mail', 'shop-us-cart'], 'shop-eu-'],
  [['shop-cart', 'shop-pay'], ''],
  [['reviews', 'ratings', 'details'], ''],
  [['a-b', 'a-b', 'a-b'], ''],
  [[], ''],
])('%j share %j', (names, prefix) => expect(sharedPrefix(names)).toBe(prefix));

it.each([
  ['fleetman-webapp', 'fleetman-', { prefix: 'fleetman-', name: 'webapp' }],
  ['webapp', 'fleetman-', { prefix: '', name: 'webapp' }],
  ['fleetman-', 'fleetman-', { prefix: '', name: 'fleetman-' }],
  ['webapp', '', { prefix: '', name: 'webapp' }],
])('%s with the prefix %s is %o', (name, prefix, expected) => expect(splitName(name, prefix)).toEqual(expected));
