import fs from "node:fs";
import path from "node:path";

export interface NextStepsOptions {
  dataFolder: string;
  kubeconfig: string;
  uiUrl: string;
  cloneUrl: string;
  /** Where the demo's files lie. */
  files: string;
  /** The folder that paths are shown from. */
  cwd: string;
}

/** The five things to try after the demo's start, each with its exact commands. */
export function nextSteps(options: NextStepsOptions): string {
  const { dataFolder, kubeconfig, uiUrl, cloneUrl, files, cwd } = options;
  const shown = (file: string): string => {
    const relative = path.relative(cwd, file);
    return relative.startsWith("..") ? file : relative;
  };
  const linked = path.join(cwd, "node_modules/.bin/hawser");
  const hawser = fs.existsSync(linked) ? shown(linked) : "hawser";
  return `
Five things to try. In another terminal, first:

  export KUBECONFIG=${kubeconfig} HAWSER_DATA=${dataFolder}

1. Push a change, and see it deployed:
     git clone ${cloneUrl} shopapi
     sed -i.bak 's/newTag: .*/newTag: dev-v1.2.1/' shopapi/overlays/dev/kustomization.yaml
     git -C shopapi commit -am "Update dev image to v1.2.1" && git -C shopapi push
     kubectl get deployment shopapi -n dev -o wide

2. Make a drift, and see it undone; replicas alone are left as you set them, because the ApplicationSet ignores them:
     kubectl set image deployment/shopapi -n staging api=mycompany/shopapi:hacked
     kubectl get deployment shopapi -n staging -o wide --watch
     kubectl scale deployment shopapi -n dev --replicas=5
     ${hawser} app get shopapi-dev

3. Deploy the same three environments through Flux, beside these:
     kubectl apply -f ${shown(path.join(files, "flux"))}
     ${hawser} get kustomizations --watch

4. Open ${uiUrl.replace("127.0.0.1", "localhost")} as admin; the password is
     kubectl get secret argocd-initial-admin-secret -n argocd -o jsonpath='{.data.password}' | base64 -d

5. See what differs, and what was deployed when:
     ${hawser} app list
     ${hawser} app diff shopapi-dev
     ${hawser} app history shopapi-dev
`;
}
