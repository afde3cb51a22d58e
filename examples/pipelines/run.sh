#!/usr/bin/env bash
# Runs the deploy step of both pipelines against the Git server of a Hawser of its own.
#
#   npm run build && bash examples/pipelines/run.sh
#
# Needs git; kustomize is Hawser's.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[ -f packages/cli/dist/hawser.js ] || { echo "Hawser is not built: npm run build"; exit 2; }

root=$(mktemp -d)
program="$PWD/packages/cli/bin/hawser.js"
pipelines="$PWD/examples/pipelines"
node "$program" alias "$root/bin" >/dev/null
export PATH="$root/bin:$PATH" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=Pipeline GIT_AUTHOR_EMAIL=pipeline@example.com GIT_COMMITTER_NAME=Pipeline GIT_COMMITTER_EMAIL=pipeline@example.com
node "$program" --data "$root/data" up --demo shopapi >"$root/log" 2>&1 &
up=$!
cleanup() {
  kill -INT "$up" 2>/dev/null
  wait "$up" 2>/dev/null
  rm -rf "$root"
}
trap cleanup EXIT
for _ in $(seq 1 300); do grep -q '"git"' "$root/data/endpoints.json" 2>/dev/null && break; sleep 0.1; done
git_url=$(sed -n 's/.*"git": "\(.*\)".*/\1/p' "$root/data/endpoints.json" 2>/dev/null)
[ -n "$git_url" ] || { echo "Hawser did not start:"; cat "$root/log"; exit 1; }
repository="${git_url%/}/shopapi-manifests.git"
for _ in $(seq 1 300); do git ls-remote --exit-code "$repository" main >/dev/null 2>&1 && break; sleep 0.1; done
overlay=overlays/production

passed=0
failed=0
pass() { passed=$((passed + 1)); echo "  ok    $1"; }
fail() { failed=$((failed + 1)); echo "  FAIL  $1"; printf '%s\n' "$2" | head -40 | sed 's/^/        /'; }
is() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "wanted: $2"$'\n'"got:    $3"; fi; }
clone() { git clone --quiet --branch main "$repository" "$root/$1" || exit 1; }
# The tag of an image in the branch, as a build sees it.
deployed() {
  rm -rf "$root/look"
  clone look
  (cd "$root/look" && kustomize build "$overlay" 2>/dev/null | sed -n 's/^ *-* *image: //p')
}
commits() { git -C "$root/look" rev-list --count HEAD; }
# The script of a job as the file has it, with the runner's variables set and the scripts that are not here left out.
deploy_step() {
  case $1 in
    github) sed -n '/ci\/deploy.sh/p' "$pipelines/github-actions.yaml" ;;
    gitlab) sed -n '/^deploy:/,$p' "$pipelines/gitlab-ci.yml" | sed -n 's/^ *- *\(ci\/deploy.sh .*\)$/\1/p' ;;
  esac | sed "s#ci/deploy.sh#sh '$pipelines/deploy.sh'#; s#k8s/overlays/production#$overlay#"
}
run_step() { # run_step KIND CLONE VERSION
  (
    cd "$root/$2" || exit 1
    export GITHUB_SHA=$3 CI_COMMIT_SHA=$3 IMAGE=registry.example.org/shopapi CI_REGISTRY_IMAGE=registry.example.org/shopapi
    export DEPLOY_BRANCH=main DEPLOY_MESSAGE="Deploy $3"
    sh -c "$(deploy_step "$1")"
  )
}
# Somebody pushes another change of the overlay, through another clone.
cat >"$root/interfere.sh" <<'INTERFERE'
set -eu
[ ! -e "$ROOT/interfered-$NAME" ] || exit 0
touch "$ROOT/interfered-$NAME"
git clone --quiet --branch main "$REPOSITORY" "$ROOT/other-$NAME"
cd "$ROOT/other-$NAME/overlays/production"
kustomize edit set image "sidecar=registry.example.org/sidecar:$NAME"
git commit --quiet --all --message "Deploy the sidecar of $NAME"
git push --quiet origin HEAD:main
INTERFERE
export ROOT="$root" REPOSITORY="$repository"

for kind in github gitlab; do
  printf '\n%s\n' "$kind"
  clone "$kind"
  out=$(run_step "$kind" "$kind" "$kind-1" 2>&1)
  is "deploys" "registry.example.org/shopapi:$kind-1" "$(deployed)"
  before=$(commits)
  out=$(run_step "$kind" "$kind" "$kind-1" 2>&1)
  is "says that there is nothing to push" "0 $overlay has these images already: nothing to push" "$? $(tail -n 1 <<<"$out")"
  deployed >/dev/null
  is "makes no empty commit" "$before" "$(commits)"

  out=$(NAME=$kind DEPLOY_BEFORE_PUSH="sh '$root/interfere.sh'" run_step "$kind" "$kind" "$kind-2" 2>&1)
  is "survives a push in between" "0" "$?"
  is "was refused once" "1" "$(grep -c 'was refused' <<<"$out")"
  is "deploys after it" "registry.example.org/shopapi:$kind-2" "$(deployed)"
  is "keeps what was pushed in between" "1" "$(grep -c "newTag: $kind\$" "$root/look/$overlay/kustomization.yaml")"
  is "makes no merge" "0" "$(git -C "$root/look" rev-list --count --merges HEAD)"

  out=$(DEPLOY_ATTEMPTS=2 NAME=always DEPLOY_BEFORE_PUSH="rm -rf '$root/interfered-always' '$root/other-always'; NAME=always-\$(date +%s%N) sh '$root/interfere.sh'" run_step "$kind" "$kind" "$kind-3" 2>&1)
  is "gives up when every push is refused" "1 1" "$? $(grep -c 'refused 2 times' <<<"$out")"
  deployed >/dev/null
done

printf '\nboth at once\n'
clone first
clone second
before=$(deployed >/dev/null && commits)
run_step github first both-1 >"$root/first.log" 2>&1 &
one=$!
run_step gitlab second both-2 >"$root/second.log" 2>&1 &
two=$!
wait $one && wait $two
is "both end well" "0" "$?"
deployed >"$root/image"
is "both are in the history" "$((before + 2))" "$(commits)"
is "one of them is deployed" "1" "$(grep -c 'shopapi:both-[12]$' "$root/image")"

printf '\nwith --keep-format\n'
clone keep
(
  cd "$root/keep" || exit 1
  # What the pipelines above wrote has no comments left.
  sed -i 's/^images:$/images: # set by the pipeline/; s/^\( *newTag:.*\)$/\1 # never by hand/' "$overlay/kustomization.yaml"
  git commit --quiet --all --message "Comments" && git push --quiet origin HEAD:main
) || fail "a file with comments is pushed" ""
(cd "$root/keep" && DEPLOY_KUSTOMIZE_FLAGS=--keep-format sh "$pipelines/deploy.sh" "$overlay" mycompany/shopapi=registry.example.org/shopapi:keep-1 >/dev/null 2>&1)
is "deploys" "registry.example.org/shopapi:keep-1" "$(deployed)"
is "changes one line" "1 1" "$(git -C "$root/look" diff --numstat HEAD~1 | cut -f1,2 | tr '\t' ' ')"

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
