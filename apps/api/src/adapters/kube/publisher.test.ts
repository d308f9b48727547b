import { expect, it } from 'vitest';
import { createPublisher } from './publisher.ts';
import { createManualClock } from './testing/test-clocks.ts';

it('U3: publishes soon after a change, and at most every 50 ms however many changes come', async () => {
  const clock = createManualClock(0);
  const times: number[] = [];
  const publisher = createPublisher(clock, () => times.push(clock.nowMs()));
  publisher.request();
  for (let ms = 0; ms < 200; ms += 1) {
    publisher.request();
    await clock.advance(1);
  }
  expect(times).toEqual([5, 55, 105, 155]);
  await clock.advance(1_000);
  expect(times).toEqual([5, 55, 105, 155, 205]);
  publisher.request();
  await clock.advance(4);
  publisher.stop();
  await clock.advance(1_000);
  expect(times).toHaveLength(5);
});
