#!/usr/bin/env bash
# Walks the ShopAPI exercise with the real kubectl and git against a running Hawser, and checks each step.
#
#   npm run build && conformance/walk/shopapi.sh
#
# Starts its own Hawser in a folder of its own: first method 1 (one Application per environment), then method 2 (the
# ApplicationSet adopts them). Skipped, with a word, where there is no kubectl.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v kubectl >/dev/null || { echo "skipped: there is no kubectl on the PATH"; exit 0; }

root=$(mktemp -d)
hawser="$PWD/packages/cli/bin/hawser.js"
files="$PWD/examples/shopapi"
node "$hawser" --data "$root/data" up --empty --map https://github.com/myorg/=embedded: >"$root/log" 2>&1 &
pid=$!
trap 'kill -INT $pid 2>/dev/null; wait $pid 2>/dev/null || true; rm -rf "$root"' EXIT
export KUBECONFIG="$root/data/kubeconfig" HAWSER_DATA="$root/data"
steps=0

# check DESCRIPTION COMMAND WANTED: repeats the command until its output holds what is wanted, for 20 seconds.
check() {
  local got=""
  for _ in $(seq 1 200); do
    got=$(bash -c "$2" 2>&1 || true)
    if grep -q -- "$3" <<<"$got"; then
      steps=$((steps + 1))
      echo "ok   $1"
      return
    fi
    sleep 0.1
  done
  echo "FAIL $1: wanted '$3', got: $got"
  exit 1
}
app() { node "$hawser" app "$@"; }
for _ in $(seq 1 100); do [ -f "$root/data/endpoints.json" ] && grep -q '"git"' "$root/data/endpoints.json" && break; sleep 0.1; done
git_url=$(sed -n 's/.*"git": "\(.*\)".*/\1/p' "$root/data/endpoints.json")

check "the namespace is there already" "kubectl create namespace argocd" "AlreadyExists"
cp -r "$files" "$root/repo" && cd "$root/repo"
git init -q -b main . && git config user.name Walk && git config user.email walk@example.com
git add -A && git commit -qm "ShopAPI" && git push -q "$git_url/shopapi-manifests.git" main

for env in dev staging production; do kubectl apply -f "argocd/$env-application.yaml"; done
check "production waits for a hand, as its policy says" "kubectl get application shopapi-production -n argocd" "OutOfSync\|Synced"
app sync shopapi-production >/dev/null
for env in dev staging production; do
  check "$env is synced" "kubectl get application shopapi-$env -n argocd" "Synced *Healthy"
done
check "method 1 has three applications" "kubectl get applications -n argocd --no-headers | wc -l" "^3"
check "dev has its replica" "kubectl get deployment shopapi -n dev" "1/1"
check "staging has two" "kubectl get deployment shopapi -n staging" "2/2"
check "production has five" "kubectl get deployment shopapi -n production" "5/5"
check "images are the overlays'" "kubectl get deployment shopapi -n production -o jsonpath='{.spec.template.spec.containers[0].image}'" "mycompany/shopapi:v1.2.0"
check "the configuration is merged" "kubectl get configmap -n dev -o yaml" "environment: development"

sed -i 's/dev-latest/v1.2.1/' overlays/dev/kustomization.yaml
git commit -qam "Update dev image" && git push -q "$git_url/shopapi-manifests.git" main
check "a push is deployed" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'" "v1.2.1"
check "history has two entries" "node '$hawser' app history shopapi-dev | wc -l" "4"
kubectl delete service shopapi -n dev >/dev/null
check "what was deleted comes back" "kubectl get service shopapi -n dev" "ClusterIP"
check "rollback is refused under automated sync" "node '$hawser' app rollback shopapi-dev 0" "rollback cannot be initiated when auto-sync is enabled"
app set shopapi-dev --sync-policy none >/dev/null
app rollback shopapi-dev 0 >/dev/null
check "rollback brings the old image" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'" "dev-latest"

kubectl apply -f argocd/shopapi-applicationset.yaml
check "method 2 adopts dev" "kubectl get application shopapi-dev -n argocd -o jsonpath='{.metadata.ownerReferences[0].kind}'" "ApplicationSet"
for env in dev staging production; do
  check "$env is synced again" "kubectl get application shopapi-$env -n argocd" "Synced *Healthy"
done
check "dev is what Git says" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'" "v1.2.1"

kubectl scale deployment shopapi -n production --replicas=3
check "ignored replicas stay" "kubectl get deployment shopapi -n production" "3/3"
check "and are no difference" "kubectl get application shopapi-production -n argocd" "Synced"
check "a rollout is followed" "kubectl rollout status deployment/shopapi -n production --timeout=20s" "successfully rolled out"
check "Pods are ready" "kubectl wait --for=condition=Ready pods --all -n production --timeout=20s" "condition met"
check "logs say that nothing runs" "kubectl logs deployment/shopapi -n production" "simulated"
check "explain knows the fields" "kubectl explain application.spec.syncPolicy" "automated"
check "the Prometheus operator is not here" "kubectl get servicemonitor -n production" "doesn't have a resource type"

sed -i '/ingress.yaml/d' overlays/production/kustomization.yaml
git commit -qam "No ingress" && git push -q "$git_url/shopapi-manifests.git" main
check "what left Git is pruned" "kubectl get ingress -n production" "No resources found"
kubectl delete applicationset shopapi -n argocd >/dev/null
check "deleting the ApplicationSet deletes its Applications" "kubectl get applications -n argocd" "No resources found"
check "and what they deployed" "kubectl get deployment,service -n production" "No resources found"
check "the namespace stays" "kubectl get namespace production" "Active"
echo "$steps steps hold"
