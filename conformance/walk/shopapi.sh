#!/usr/bin/env bash
# Walks the ShopAPI exercise with the real kubectl and git, and with Hawser under the name argocd, against a Hawser of
# its own that starts empty: method 1 (one Application per environment), then method 2 (the ApplicationSet adopts
# them), each command as the exercise prints it; then the same three environments through Flux.
#
#   npm run build && bash conformance/walk/shopapi.sh
#
# Lines that need the internet are left out. Skipped, with a word, where there is no kubectl.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
command -v kubectl >/dev/null || { echo "skipped: there is no kubectl on the PATH"; exit 0; }
[ -f packages/cli/dist/hawser.js ] || { echo "Hawser is not built: npm run build"; exit 2; }

root=$(mktemp -d)
files="$PWD/examples/shopapi"
hawser() { node "$HAWSER_PROGRAM" "$@"; }
export -f hawser
export HAWSER_PROGRAM="$PWD/packages/cli/bin/hawser.js"
hawser alias "$root/bin" >/dev/null
export PATH="$root/bin:$PATH" KUBECONFIG="$root/data/kubeconfig" HAWSER_DATA="$root/data" ARGOCD_CONFIG_DIR="$root/argocd"
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=Walk GIT_AUTHOR_EMAIL=walk@example.com GIT_COMMITTER_NAME=Walk GIT_COMMITTER_EMAIL=walk@example.com
node "$HAWSER_PROGRAM" up --empty --map https://github.com/myorg/=embedded: >"$root/log" 2>&1 &
up=$!
forward=
cleanup() {
  [ -z "$forward" ] || kill "$forward" 2>/dev/null
  kill -INT "$up" 2>/dev/null
  wait "$up" 2>/dev/null
  rm -rf "$root"
}
trap cleanup EXIT

passed=0
failed=0
pass() { passed=$((passed + 1)); echo "  ok    $1"; }
fail() { failed=$((failed + 1)); echo "  FAIL  $1"; printf '%s\n' "$2" | head -40 | sed 's/^/        /'; }
step() { printf '\n%s\n' "$1"; }
# check DESCRIPTION WANTED COMMAND: repeats the command until its output holds what is wanted, for 20 seconds.
check() {
  local got="" deadline=$((SECONDS + 20))
  while [ $SECONDS -lt $deadline ]; do
    got=$(bash -c "$3" 2>&1)
    if grep -qE -- "$2" <<<"$got"; then pass "$1"; return; fi
    sleep 0.1
  done
  fail "$1" "\$ $3"$'\n'"wanted: $2"$'\n'"got: $got"
}
# run WANTED_EXIT_CODE COMMAND: runs it once, as it is printed.
run() {
  local got code
  got=$(bash -c "$2" 2>&1 </dev/null)
  code=$?
  if [ "$code" = "$1" ]; then pass "\$ $2"; else fail "\$ $2" "wanted exit code $1, got $code: $got"; fi
}
# criterion DESCRIPTION FAILURES_BEFORE: one of the exercise's five, held when no check of its part failed.
criterion() { if [ "$failed" = "$2" ]; then pass "CRITERION  $1"; else fail "CRITERION  $1" "see above"; fi; }

for _ in $(seq 1 200); do grep -q '"git"' "$root/data/endpoints.json" 2>/dev/null && break; sleep 0.1; done
git_url=$(sed -n 's/.*"git": "\(.*\)".*/\1/p' "$root/data/endpoints.json")

step "Step 1: Argo CD is installed and can be reached"
before=$failed
check "its namespace is there already" "AlreadyExists" "kubectl create namespace argocd"
run 0 "kubectl wait --for=condition=Ready pods --all -n argocd --timeout=300s"
ARGOCD_PASSWORD=$(kubectl -n argocd get secret argocd-initial-admin-secret -o jsonpath="{.data.password}" | base64 -d)
export ARGOCD_PASSWORD
port=8080
(exec 3<>/dev/tcp/127.0.0.1/8080) 2>/dev/null && port=18080
kubectl port-forward svc/argocd-server -n argocd $port:443 >"$root/forward" 2>&1 &
forward=$!
check "the port is forwarded" "Forwarding from 127.0.0.1:$port" "cat $root/forward"
run 0 "argocd login localhost:$port --username admin --password \$ARGOCD_PASSWORD --insecure"
check "the password is changed" "Password updated" \
  "printf '%s\n' \$ARGOCD_PASSWORD walk-password walk-password | argocd account update-password"
check "plain HTTP leads to HTTPS" "^location: https://localhost:$port|^Location: https://localhost:$port" "curl -sI http://localhost:$port/"
check "the UI is served" "<html|<!doctype html" "curl -sk https://localhost:$port/"
check "versions of client and server" "argocd-server: v" "argocd version"
criterion "Argo CD is installed and can be reached" "$before"

step "Step 2: the Kustomize structure"
before=$failed
cp -r "$files" "$root/repo" && cd "$root/repo" || exit 2
for env in dev staging production; do
  check "kubectl and Hawser build overlays/$env alike" "^alike$" \
    "diff <(kubectl kustomize overlays/$env) <(kustomize build overlays/$env) && echo alike"
done
run 1 "kubectl kustomize overlays/dev > $root/dev.yaml; kubectl kustomize overlays/production > $root/prod.yaml; diff $root/dev.yaml $root/prod.yaml"
git init -q -b main . && git add -A && git commit -qm "ShopAPI" && git remote add origin "$git_url/shopapi-manifests.git"
run 0 "git push -q -u origin main"

step "Step 3: method 1, one Application per environment"
for env in dev staging production; do run 0 "kubectl apply -f argocd/$env-application.yaml"; done
for env in dev staging production; do
  check "$env is synced and healthy" "shopapi-$env +Synced +Healthy" "kubectl get applications -n argocd"
done
check "the list shows where each goes" "argocd/shopapi-staging +https://kubernetes.default.svc +staging +default +Synced +Healthy +Auto-Prune +<none> +https://github.com/myorg/shopapi-manifests.git +overlays/staging +main" "argocd app list"
for env in dev staging production; do
  check "details of $env" "Sync Status: +Synced to main \([0-9a-f]{7}\)" "argocd app get shopapi-$env"
done
check "it tells where the repository really is" "Mapped to: +embedded:shopapi-manifests" "argocd app get shopapi-dev"
check "a sync by hand" "Phase: +Succeeded" "argocd app sync shopapi-dev"
check "dev has one replica" "^1$" "kubectl get deployment shopapi -n dev -o jsonpath='{.status.readyReplicas}'"
check "staging has two" "^2$" "kubectl get deployment shopapi -n staging -o jsonpath='{.status.readyReplicas}'"
check "production has five" "^5$" "kubectl get deployment shopapi -n production -o jsonpath='{.status.readyReplicas}'"
check "dev's image" "^mycompany/shopapi:dev-latest$" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'"
check "production's image" "^mycompany/shopapi:v1.2.0$" "kubectl get deployment shopapi -n production -o jsonpath='{.spec.template.spec.containers[0].image}'"
check "dev's configuration" "^development debug$" "kubectl get configmap shopapi-config -n dev -o jsonpath='{.data.environment} {.data.log_level}'"
check "production's configuration" "^production warn$" "kubectl get configmap shopapi-config -n production -o jsonpath='{.data.environment} {.data.log_level}'"
check "production alone has an Ingress" "api.shop.example.com" "kubectl get ingress -n production"
check "and dev has none" "No resources found" "kubectl get ingress -n dev"
criterion "three environments are deployed, each with its configuration" "$before"

step "Self-heal, under method 1"
before=$failed
began=$(date +%s%N)
run 0 "kubectl scale deployment shopapi -n dev --replicas=5"
check "the drift is undone" "^1$" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.replicas}'"
took=$((($(date +%s%N) - began) / 1000000))
if [ $took -lt 2000 ]; then pass "the first time within 2 s ($took ms, kubectl's own time included)"; else fail "the first time within 2 s" "it took $took ms"; fi
run 0 "kubectl scale deployment shopapi -n dev --replicas=4"
check "the second time too, after the back-off" "^1$" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.replicas}'"
run 0 "kubectl delete service shopapi -n dev"
check "what was deleted comes back" "ClusterIP" "kubectl get service shopapi -n dev"
check "dev is Synced and Healthy again" "Synced Healthy" "kubectl get application shopapi-dev -n argocd -o jsonpath='{.status.sync.status} {.status.health.status}'"
check "the drift was seen" "Updated sync status: Synced -> OutOfSync" "kubectl get events -n argocd --sort-by=.lastTimestamp"
check "healing is not in the history" "^2$" "argocd app history shopapi-dev -o id | wc -l"
criterion "self-heal finds drift and undoes it" "$before"

step "Rollback, under method 1"
check "refused while synced automatically" "rollback cannot be initiated when auto-sync is enabled" "argocd app rollback shopapi-dev 1"
run 20 "argocd app rollback shopapi-dev 1"
run 0 "argocd app set shopapi-dev --sync-policy none"
check "the policy is Manual" "Sync Policy: +Manual" "argocd app get shopapi-dev"
sed -i 's/newTag: dev-latest/newTag: dev-v1.2.0/' overlays/dev/kustomization.yaml
git commit -qam "Update dev image" && git push -q
check "a push shows as OutOfSync" "Sync Status: +OutOfSync from main" "argocd app get shopapi-dev --refresh"
check "the difference is shown" "> +image: mycompany/shopapi:dev-v1.2.0" "argocd app diff shopapi-dev"
run 1 "argocd app diff shopapi-dev"
run 0 "argocd app sync shopapi-dev"
run 0 "argocd app diff shopapi-dev"
check "it is deployed" "dev-v1.2.0" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'"
run 0 "argocd app rollback shopapi-dev 1"
check "rollback brings the old image" "dev-latest" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'"
check "and stays OutOfSync, the spec is not changed" "OutOfSync" "argocd app get shopapi-dev"
run 0 "argocd app set shopapi-dev --sync-policy automated --auto-prune --self-heal"
check "automated again" "Sync Policy: +Automated \(Prune\)" "argocd app get shopapi-dev"
check "so Git wins" "dev-v1.2.0" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'"

step "Step 4: method 2, the ApplicationSet"
before=$failed
uid=$(kubectl get application shopapi-dev -n argocd -o jsonpath='{.metadata.uid}')
run 0 "kubectl apply -f argocd/shopapi-applicationset.yaml"
for env in dev staging production; do
  check "$env is adopted" "^ApplicationSet/shopapi$" "kubectl get application shopapi-$env -n argocd -o jsonpath='{.metadata.ownerReferences[0].kind}/{.metadata.ownerReferences[0].name}'"
  check "$env is synced and healthy" "shopapi-$env +Synced +Healthy" "kubectl get applications -n argocd"
done
check "it is the same Application as before" "^$uid$" "kubectl get application shopapi-dev -n argocd -o jsonpath='{.metadata.uid}'"
check "the set is up to date" "ResourcesUpToDate=True" "kubectl get applicationset shopapi -n argocd -o jsonpath='{range .status.conditions[*]}{.type}={.status} {end}'"
run 0 "kubectl patch application shopapi-staging -n argocd --type merge -p '{\"spec\":{\"source\":{\"path\":\"overlays/dev\"}}}'"
check "an Application edited by hand is set right" "^overlays/staging$" "kubectl get application shopapi-staging -n argocd -o jsonpath='{.spec.source.path}'"
check "one that is deleted is made again" "shopapi-staging +Synced +Healthy" "kubectl delete application shopapi-staging -n argocd >/dev/null; sleep 1; kubectl get applications -n argocd"
criterion "the ApplicationSet manages the three environments" "$before"

step "Step 5: a push is deployed"
before=$failed
(timeout 20 argocd app get shopapi-dev --watch >"$root/watch" 2>&1) &
sed -i 's/newTag: dev-v1.2.0/newTag: dev-v1.2.1/' overlays/dev/kustomization.yaml
run 0 "git add . && git commit -qm 'Update dev image to v1.2.1' && git push -q"
check "the new image runs" "dev-v1.2.1" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'"
check "the rollout ends" "successfully rolled out" "kubectl rollout status deployment/shopapi -n dev --timeout=20s"
revision=$(git rev-parse --short=7 HEAD)
check "who watches sees it" "Synced to main \($revision\)" "cat $root/watch"
check "the history tells it" "main \($revision\)" "argocd app history shopapi-dev"
check "logs of the application say that nothing runs" "simulated" "timeout 3 argocd app logs shopapi-dev --follow"
sed -i '/ingress.yaml/d' overlays/production/kustomization.yaml
git commit -qam "No ingress" && git push -q
check "what left Git is pruned" "No resources found" "kubectl get ingress -n production"
git revert -n HEAD && git commit -qm "The ingress is back" && git push -q
check "and comes back with it" "shopapi" "kubectl get ingress -n production"
criterion "a push is deployed without a hand" "$before"

step "Step 6: drift, under method 2"
run 0 "kubectl scale deployment shopapi -n dev --replicas=5"
check "an ignored field is not reverted" "5/5" "kubectl get deployment shopapi -n dev"
check "and is no difference" "Synced Healthy" "kubectl get application shopapi-dev -n argocd -o jsonpath='{.status.sync.status} {.status.health.status}'"
check "it tells which rule hides it" "Hidden difference in Deployment/dev/shopapi, by ignoreDifferences: .*/spec/replicas" "argocd app get shopapi-dev"
run 0 "argocd app diff shopapi-dev"
run 0 "kubectl set image deployment/shopapi -n dev api=mycompany/shopapi:hacked"
check "another field is" "dev-v1.2.1" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'"

step "The whole of it"
check "everything of Argo CD" "deployment.apps/argocd-server" "kubectl get all -n argocd"
for env in dev staging production; do
  check "everything in $env" "deployment.apps/shopapi" "kubectl get all -n $env"
  check "its replicas" "replicas:" "kubectl get deployment shopapi -n $env -o yaml | grep replicas"
done
check "Ingress, in production only" "api.shop.example.com" "kubectl get ingress -n production"
check "a pod for a test" "simulated" "kubectl run test --rm -i --image=curlimages/curl -n dev -- sh </dev/null"
check "rollback stays refused, and says why" "auto-sync is enabled .*ApplicationSet shopapi" "argocd app rollback shopapi-dev 1"
check "the Prometheus operator is not here" "the server doesn't have a resource type \"servicemonitor\"" "kubectl get servicemonitor -n argocd"
check "the controller's log" "shopapi" "kubectl logs -n argocd -l app.kubernetes.io/name=argocd-application-controller --tail=100"
check "events of the syncs" "OperationCompleted" "kubectl get events -n argocd --sort-by=.lastTimestamp"
run 0 "argocd app get shopapi-dev --refresh"
check "manifests" "kind: Deployment" "argocd app manifests shopapi-dev"
check "the tree, down to the Pods" "└─Pod/shopapi-.* Healthy" "argocd app get shopapi-dev -o tree"
check "how another revision would differ" "> +image: mycompany/shopapi:dev-latest" "argocd app diff shopapi-dev --revision $(git rev-list --max-parents=0 HEAD)"
run 0 "argocd app wait shopapi-dev --timeout 20"
run 0 "argocd app set shopapi-dev --sync-policy none"
check "the set restores what was switched off" "Sync Policy: +Automated \(Prune\)" "argocd app get shopapi-dev"
run 0 "argocd app set shopapi-dev --sync-policy automated --auto-prune --self-heal"
check "explain knows the fields" "automated" "kubectl explain application.spec.syncPolicy"

step "The same three environments through Flux"
run 0 "kubectl apply -f $files/flux/"
run 0 "kubectl wait --for=condition=Ready kustomization --all -n flux-system --timeout=60s"
for env in dev staging production; do
  check "$env is ready" "shopapi-$env.*True.*Applied revision: main@sha1:" "hawser get kustomizations"
  check "its deployment is available" "shopapi" "kubectl get deployment -n flux-$env"
done
check "the source" "shopapi.*True.*stored artifact for revision 'main@sha1:" "hawser get sources git"
check "both families side by side" "shopapi-dev.*Synced.*Healthy" "hawser get applications"
sed -i 's/newTag: dev-v1.2.1/newTag: dev-v1.2.2/' overlays/dev/kustomization.yaml
git commit -qam "One commit, both families" && git push -q
check "Argo CD deploys it" "dev-v1.2.2" "kubectl get deployment shopapi -n dev -o jsonpath='{.spec.template.spec.containers[0].image}'"
check "and Flux" "dev-v1.2.2" "kubectl get deployment shopapi -n flux-dev -o jsonpath='{.spec.template.spec.containers[0].image}'"
run 0 "kubectl delete -f $files/flux/ --timeout=60s"
check "Flux takes away what it made" "No resources found" "kubectl get deployment -n flux-dev"

step "Taking it down"
run 0 "kubectl delete applicationset shopapi -n argocd"
check "the Applications go with their set" "No resources found" "kubectl get applications -n argocd"
check "and what they deployed" "No resources found" "kubectl get deployment,service -n production"
check "the namespace stays" "Active" "kubectl get namespace production"

printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
