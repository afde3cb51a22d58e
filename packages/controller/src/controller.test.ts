import { expect, test } from "vitest";
import { type Clock } from "./clock.ts";
import { setCondition } from "./conditions.ts";
import { createController } from "./controller.ts";
import { silentLogger } from "./logger.ts";
import { createWorkQueue } from "./work-queue.ts";

/** A clock that stands still until it is told to go on. */
function handClock(): Clock & { advance(ms: number): void } {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((t) => t !== timer);
      };
    },
    advance(ms) {
      now += ms;
      const due = timers.filter((timer) => timer.at <= now);
      timers = timers.filter((timer) => timer.at > now);
      for (const { run } of due) run();
    },
  };
}

test("a key waits once however often it is added", () => {
  const queue = createWorkQueue({ clock: handClock() });
  for (let i = 0; i < 3; i++) queue.add("a");
  expect([queue.take(), queue.take()]).toEqual(["a", undefined]);
});

test("a key added while it is worked on comes again afterwards, and not before", () => {
  const queue = createWorkQueue({ clock: handClock() });
  queue.add("a");
  queue.take();
  queue.add("a");
  expect(queue.take()).toBeUndefined();
  queue.done("a");
  expect(queue.take()).toBe("a");
});

test("of several delays the earliest counts, and adding at once cancels it", () => {
  const clock = handClock();
  const queue = createWorkQueue({ clock });
  queue.addAfter("a", 100);
  queue.addAfter("a", 10);
  clock.advance(10);
  expect(queue.take()).toBe("a");
  queue.done("a");
  clock.advance(100);
  expect(queue.take()).toBeUndefined();
});

test("failures wait longer each time, until they are forgotten", () => {
  const clock = handClock();
  const queue = createWorkQueue({ clock, firstRetryMs: 10, lastRetryMs: 30 });
  const waits = [1, 2, 3, 4].map(() => {
    queue.addRateLimited("a");
    let waited = 0;
    while (queue.length === 0) {
      clock.advance(1);
      waited++;
    }
    queue.take();
    queue.done("a");
    return waited;
  });
  expect(waits).toEqual([10, 20, 30, 30]);
  queue.forget("a");
  expect(queue.failures("a")).toBe(0);
});

test("a pass that throws is tried again, and others go on", async () => {
  const clock = handClock();
  const passes: string[] = [];
  const controller = createController({
    name: "test",
    clock,
    logger: silentLogger,
    concurrency: 2,
    reconcile: async (key) => {
      passes.push(key);
      if (key === "bad" && passes.filter((k) => k === "bad").length === 1) throw new Error("no");
    },
  });
  controller.enqueue("bad");
  controller.enqueue("good");
  await controller.idle();
  expect(passes.sort()).toEqual(["bad", "good"]);
  clock.advance(1000);
  await controller.idle();
  expect(passes.sort()).toEqual(["bad", "bad", "good"]);
  await controller.stop();
});

test("a condition's transition time moves only with its status", () => {
  const first = setCondition([], { type: "Ready", status: "False", reason: "Progressing", message: "" }, "t1");
  const second = setCondition(first, { type: "Ready", status: "False", reason: "Failed", message: "x" }, "t2");
  const third = setCondition(second, { type: "Ready", status: "True", reason: "Succeeded", message: "" }, "t3");
  expect([first, second, third].map(([c]) => c?.lastTransitionTime)).toEqual(["t1", "t1", "t3"]);
  expect(second).toHaveLength(1);
});

test("what is measured: each pass with its end, and how many keys wait", async () => {
  const passes: [string, string][] = [];
  const depths: number[] = [];
  const controller = createController({
    name: "test",
    clock: handClock(),
    logger: silentLogger,
    reconcile: (key) => (key === "bad" ? Promise.reject(new Error("no")) : Promise.resolve()),
    metrics: {
      reconciled: (_controller, result, _seconds, key) => passes.push([key, result]),
      queued: (_controller, depth) => depths.push(depth),
    },
  });
  controller.enqueue("good");
  controller.enqueue("bad");
  await controller.idle();
  expect(passes).toEqual([
    ["good", "success"],
    ["bad", "error"],
  ]);
  expect(Math.max(...depths)).toBe(1);
  expect(depths.at(-1)).toBe(0);
  await controller.stop();
});
