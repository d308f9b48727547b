/** The demo cluster's addresses: pods in 10.244.0.0/16, services in 10.96.0.0/12. */

/** The n-th pod address, from 0. Never a network or broadcast address. */
export const podAddress = (n: number): string => `10.244.${Math.floor(n / 250) % 256}.${(n % 250) + 2}`;

/** The n-th service address, from 0. */
export const serviceAddress = (n: number): string =>
  `10.${96 + (Math.floor(n / 64000) % 16)}.${Math.floor(n / 250) % 256}.${(n % 250) + 2}`;

/** How many pod addresses there are. */
export const POD_ADDRESSES = 256 * 250;
