import { expect, test } from "vitest";
import { formatRoute, parseRoute } from "./route.ts";

const at = (path: string): ReturnType<typeof parseRoute> => parseRoute(new URL(path, "http://localhost"));

test.each([
  "/",
  "/?q=shop&kind=Application,Kustomization&state=attention,OutOfSync&namespace=argocd",
  "/applications/argocd/shopapi-dev",
  "/applications/argocd/shopapi-dev?node=apps/Deployment/dev/dev-shopapi&tab=difference",
  "/kustomizations/flux-system/shop?view=history&ask=rollback:3",
  "/gitrepositories/flux-system/shop?toggled=self,/Service/dev/web",
])("%s is read and written the same", (path) => {
  expect(formatRoute(at(path))).toBe(path);
});

test.each([
  ["/elsewhere/a/b", "unknown"],
  ["/applications/argocd", "unknown"],
  ["/?kind=Nonsense&state=Bad", "fleet"],
])("%s opens as %s", (path, page) => {
  expect(at(path).page).toBe(page);
});

test("a question that nobody can ask is left out", () => {
  expect(formatRoute(at("/applications/argocd/a?ask=explode&tab=none&view=x"))).toBe("/applications/argocd/a");
});
