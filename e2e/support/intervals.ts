/** z of the two-sided 99.9 % interval. */
const Z999 = 3.290_527;

/** Half the width of the 99.9 % interval of a share 0..1 that was counted over so many requests. */
export const margin999 = (share: number, requests: number): number =>
  Z999 * Math.sqrt((share * (1 - share)) / requests);
