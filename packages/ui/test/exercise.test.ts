import fs from "node:fs";
import path from "node:path";
import type { ObjectRef } from "@hawser/kube";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, launchBrowser } from "./browser.ts";
import { BUILT_UI, type Shop, startShop } from "./shop.ts";

const chromium = findChromium();
const missing =
  chromium === undefined
    ? "there is no Chromium; set CHROMIUM to one"
    : fs.existsSync(path.join(BUILT_UI, "index.html"))
      ? undefined
      : "the UI is not built; run `npm run build`";
if (missing !== undefined) console.warn(`The browser test is skipped: ${missing}.`);

const PATIENCE_MS = 20_000;
const eventually = { timeout: PATIENCE_MS, interval: 50 };
const web: ObjectRef = { group: "apps", version: "v1", kind: "Deployment", namespace: "manual", name: "web" };

describe.skipIf(missing !== undefined)("the exercise, in a browser", { timeout: 60_000 }, () => {
  let shop: Shop;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    shop = await startShop();
    browser = await launchBrowser(chromium ?? "");
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) problems.push(message.text());
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
  });

  const row = (name: string) => page.locator(`[data-row="Application/argocd/${name}"]`);
  const node = (name: RegExp) => page.getByRole("treeitem", { name });
  const liveWeb = async () => {
    const found = await shop.client.get(web);
    return found?.["spec"] as { replicas: number; template: { spec: { containers: { image: string }[] } } } | undefined;
  };
  const imageOfWeb = async () => (await liveWeb())?.template.spec.containers[0]?.image;
  const open = (route: string) => page.goto(shop.uiUrl + route);

  test("a wrong password is refused in words, the right one leads to the page that was asked for", async () => {
    await open("/?q=shopapi-&kind=Application");
    await page.getByText("kubectl -n argocd get secret argocd-initial-admin-secret").waitFor();
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This user and password do not match.").waitFor();
    await page.getByLabel("Password").fill(shop.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    for (const env of ["dev", "staging", "production"])
      await row(`shopapi-${env}`).filter({ hasText: "Healthy" }).filter({ hasText: "Synced" }).waitFor();
    expect(await page.locator("[data-row]").count()).toBe(3);
    await page.getByText("Containers are simulated").waitFor();
  });

  test("search and filters are in the URL, and what needs attention is on top", async () => {
    await open("/");
    await row("manual").filter({ hasText: "OutOfSync" }).waitFor();
    expect(await page.locator("[data-row]").first().getAttribute("data-row")).toBe("Application/argocd/manual");
    await page.keyboard.press("/");
    await page.keyboard.type("production");
    await expect.poll(() => page.url(), eventually).toContain("?q=production");
    await page.reload();
    await row("shopapi-production").waitFor();
    expect(await page.locator("[data-row]").count()).toBe(1);
  });

  test("keys lead from the fleet into the tree down to the Pod, and back", async () => {
    await open("/?q=shopapi-dev");
    await row("shopapi-dev").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await node(/Pod shopapi/).waitFor();
    await page.getByText("leads to", { exact: false }).first().waitFor();
    await node(/Application shopapi-dev/).focus();
    await page.keyboard.press("ArrowLeft");
    await node(/Pod shopapi/).waitFor({ state: "detached" });
    await page.keyboard.press("ArrowRight");
    await node(/Pod shopapi/).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "Logs" }).click();
    await page.getByText("simulated", { exact: false }).nth(1).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
    await page.keyboard.press("g");
    await page.keyboard.press("f");
    await row("shopapi-staging").waitFor();
    await page.goBack();
    await node(/Pod shopapi/).waitFor();
    expect(new URL(page.url()).pathname).toBe("/applications/argocd/shopapi-dev");
  });

  test("a push appears by itself: the new subject, the new image", async () => {
    await open("/applications/argocd/shopapi-dev");
    await node(/Pod shopapi/).waitFor();
    const file = "overlays/dev/kustomization.yaml";
    await shop.push("shopapi-manifests", file, "newTag: dev-latest", "newTag: v1.2.1", "Update dev image to v1.2.1");
    await page.locator(".sentence", { hasText: "Update dev image to v1.2.1" }).waitFor();
    await node(/Pod .*shopapi:v1\.2\.1/).waitFor();
    expect(await page.getByRole("treeitem", { name: /Git shopapi-manifests/ }).textContent()).toContain("v1.2.1");
    await page.locator(".title", { hasText: "Healthy" }).waitFor();
  });

  test("a sync by hand says first what it makes", async () => {
    await open("/applications/argocd/manual");
    await page.getByRole("button", { name: "Sync…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Creates 1, changes 0, removes 0.").waitFor();
    await dialog.getByText("Deployment manual/web").waitFor();
    expect(await liveWeb()).toBeUndefined();
    await dialog.getByRole("button", { name: "Sync", exact: true }).click();
    await node(/Pod web/).waitFor();
    await page.locator(".title", { hasText: "Healthy" }).filter({ hasText: "Synced" }).waitFor();
    expect(await imageOfWeb()).toBe("example.com/web:v1");
  });

  test("a difference that a rule hides is shown with its rule and with who wrote it", async () => {
    await shop.client.patch(web, { type: "merge", body: { spec: { replicas: 3 } } }, { fieldManager: "kubectl-scale" });
    await node(/Deployment web.*hidden by.*\/spec\/replicas/).click();
    await page.getByRole("tab", { name: "Difference" }).click();
    const panel = page.getByRole("complementary");
    await panel.getByText("Every field that counts is as in Git.").waitFor();
    await panel.getByText("written by kubectl-scale").waitFor();
    await panel
      .locator(".ignored", { hasText: "/spec/replicas" })
      .getByText("spec.replicas", { exact: true })
      .waitFor();
    await page.locator(".title", { hasText: "Synced" }).waitFor();
    expect((await liveWeb())?.replicas).toBe(3);
  });

  test("a rollback brings the older revision back, and says what it leads to", async () => {
    await shop.push("manual", "app/deployment.yaml", "web:v1", "web:v2", "Update web to v2");
    await page.locator(".title", { hasText: "OutOfSync" }).waitFor();
    await page.getByRole("button", { name: "Sync…" }).click();
    await page.getByRole("dialog").getByText("Creates 0, changes 1, removes 0.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Sync", exact: true }).click();
    await expect.poll(imageOfWeb, eventually).toBe("example.com/web:v2");
    await page.getByRole("tab", { name: /History 2/ }).click();
    await page.getByRole("listitem").filter({ hasText: "One Deployment" }).getByRole("button").click();
    expect(page.url()).toContain("ask=rollback:");
    await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
    await expect.poll(imageOfWeb, eventually).toBe("example.com/web:v1");
    await page.locator(".title", { hasText: "OutOfSync" }).waitFor();
  });

  test.each(["light", "dark"] as const)("the pages keep the rules of accessibility, %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const [route, shown] of [
      ["/", row("shopapi-staging")],
      ["/applications/argocd/shopapi-dev", node(/Pod shopapi/)],
    ] as const) {
      await open(route);
      await shown.waitFor();
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        const checker = (globalThis as unknown as { axe: typeof axe }).axe;
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
        const { violations: found } = await checker.run({ runOnly: tags });
        return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      });
      expect(violations).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null });
  });

  test("under automated sync a rollback is refused, and the page says why", async () => {
    await open("/applications/argocd/shopapi-dev?view=history");
    await page.getByText("Rollback cannot be initiated when auto-sync is enabled", { exact: false }).waitFor();
    expect(await page.getByRole("button", { name: "Roll back to this…" }).first().isDisabled()).toBe(true);
  });

  test("deleting says what goes and what stays, and asks for the name", async () => {
    await open("/applications/argocd/manual");
    await page.getByRole("button", { name: "Delete…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Deployment manual/web").waitFor();
    await dialog.getByText("Namespace manual").waitFor();
    const confirm = dialog.getByRole("button", { name: "Delete, with 1 object" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill("manual");
    await confirm.click();
    await page.getByText("Application manual is not there").waitFor();
    expect(await liveWeb()).toBeUndefined();
  });

  test("on a narrow screen nothing is wider than the screen", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const route of [
      "/",
      "/applications/argocd/shopapi-production",
      "/applications/argocd/shopapi-dev?ask=delete",
    ]) {
      await open(route);
      await page.locator("[data-row], [data-node]").first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }
  });

  test("a lost connection is told, and heals without a word from the reader", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await open("/applications/argocd/shopapi-dev");
    await node(/Pod shopapi/).waitFor();
    await shop.restart(() => page.getByText("Connection lost", { exact: false }).waitFor());
    await page.getByText("Live", { exact: true }).waitFor();
    expect(await page.getByText("Connection lost", { exact: false }).count()).toBe(0);
    await node(/Pod shopapi/).waitFor();
  });

  test("no script failed and nothing was against the content policy", () => {
    expect(problems).toEqual([]);
  });
});
