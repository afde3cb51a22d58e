import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { coalesced } from "./coalesce.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a burst is one run, and what is asked while it runs is another after it", async () => {
  let finish = (): void => {};
  let runs = 0;
  const ask = coalesced(
    () => {
      runs++;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    () => {},
  );
  for (let i = 0; i < 5; i++) ask();
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(100);
  expect(runs).toBe(1);
  ask();
  ask();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs).toBe(1);
  finish();
  await vi.advanceTimersByTimeAsync(100);
  expect(runs).toBe(2);
});

test("a run that fails is reported and does not hold up the next; a cancelled one never comes", async () => {
  const errors: unknown[] = [];
  const ask = coalesced(
    () => Promise.reject(new Error("no")),
    (error) => errors.push(error),
  );
  ask();
  await vi.advanceTimersByTimeAsync(100);
  ask();
  await vi.advanceTimersByTimeAsync(100);
  expect(errors).toHaveLength(2);
  ask();
  ask.cancel();
  await vi.advanceTimersByTimeAsync(100);
  expect(errors).toHaveLength(2);
});
