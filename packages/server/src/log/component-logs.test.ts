import { silentLogger } from "@hawser/controller";
import { expect, test } from "vitest";
import { ComponentLogs } from "./component-logs.ts";

const now = (): number => Date.parse("2026-11-25T12:00:00Z");
const texts = (logs: ComponentLogs, component: string): string[] | undefined =>
  logs
    .of(component)
    ?.lines()
    .map(({ text }) => text);

test("a component's lines are kept in the form that its tool writes", () => {
  const logs = new ComponentLogs(now);
  const logger = logs.recording(silentLogger);
  logger.with({ controller: "argocd-application-controller" }).warn("cannot load", { application: "argocd/shop" });
  logger.with({ controller: "gitrepository" }).with({ name: "shop" }).info("stored artifact");
  expect(texts(logs, "argocd-application-controller")).toEqual([
    'time="2026-11-25T12:00:00Z" level=warning msg="cannot load" application=argocd/shop',
  ]);
  expect(texts(logs, "source-controller")).toEqual([
    '{"level":"info","ts":"2026-11-25T12:00:00.000Z","msg":"stored artifact","controller":"gitrepository","name":"shop"}',
  ]);
});

test("debug lines and those of nobody are not kept, old ones make room, followers hear each", () => {
  const logs = new ComponentLogs(now);
  const logger = logs.recording(silentLogger);
  logger.error("nobody's");
  const server = logger.with({ controller: "argocd-server" });
  server.debug("hidden");
  const heard: string[] = [];
  const stop = logs.of("argocd-server")?.follow(({ text }) => heard.push(text));
  for (let i = 0; i < 5000; i++) server.info(`line ${i}`);
  stop?.();
  server.info("late");
  expect(heard).toHaveLength(5000);
  const kept = texts(logs, "argocd-server") ?? [];
  expect(kept).toHaveLength(2000);
  expect(kept.at(-1)).toContain("msg=late");
  expect(texts(logs, "argocd-repo-server")).toBeUndefined();
});
