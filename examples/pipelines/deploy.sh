#!/bin/sh
# Deploys an image: sets it in an overlay, commits and pushes. Survives a push by somebody else at the same time, by
# making the edit again on what was pushed, not by merging.
#
#   deploy.sh OVERLAY IMAGE [IMAGE…]
#
#   OVERLAY  folder of the kustomization, from the root of the repository
#   IMAGE    as `kustomize edit set image` takes it: name=newName:tag
#
# Runs in a clone whose branch is checked out. From the environment, all with a default:
#
#   DEPLOY_REMOTE    origin
#   DEPLOY_BRANCH    the branch that is checked out
#   DEPLOY_MESSAGE   the commit's message
#   DEPLOY_ATTEMPTS  10: how often the push is tried
#   DEPLOY_KUSTOMIZE_FLAGS  such as --keep-format, which leaves the comments of the file alone (Hawser's kustomize)
#
# Ends with 0 when the images are deployed, by this push or because they were already; with 1 when every push was
# refused; with the code of what failed otherwise.
set -eu

overlay=${1:?usage: deploy.sh OVERLAY IMAGE...}
shift
[ $# -gt 0 ] || { echo "usage: deploy.sh OVERLAY IMAGE..." >&2; exit 2; }

remote=${DEPLOY_REMOTE:-origin}
branch=${DEPLOY_BRANCH:-$(git symbolic-ref --short HEAD)}
message=${DEPLOY_MESSAGE:-"Deploy $*"}
attempts=${DEPLOY_ATTEMPTS:-10}
cd "$(git rev-parse --show-toplevel)"

attempt=1
while :; do
  # The newest state of the branch, whatever this clone holds: only the edit below is ours.
  git fetch --quiet "$remote" "$branch"
  git reset --quiet --hard FETCH_HEAD

  # shellcheck disable=SC2086 # the flags are words
  (cd "$overlay" && kustomize edit set image ${DEPLOY_KUSTOMIZE_FLAGS:-} "$@")
  # A kustomization that cannot be built is not deployed.
  kustomize build "$overlay" >/dev/null
  git add -- "$overlay"
  if git diff --cached --quiet; then
    echo "$overlay has these images already: nothing to push"
    exit 0
  fi
  git commit --quiet --message "$message"

  # For the tests of this script: what happens here happens between the commit and its push.
  [ -z "${DEPLOY_BEFORE_PUSH:-}" ] || sh -c "$DEPLOY_BEFORE_PUSH"

  if git push --quiet "$remote" "HEAD:refs/heads/$branch"; then
    echo "pushed $(git rev-parse --short HEAD) to $branch"
    exit 0
  fi
  if [ "$attempt" -ge "$attempts" ]; then
    echo "the push was refused $attempts times" >&2
    exit 1
  fi
  echo "the push was refused (attempt $attempt of $attempts): once more, on what $remote has now" >&2
  # Pushes that collided wait for different times.
  sleep "$(awk -v n="$attempt" -v s="$$" 'BEGIN { srand(s + n); print rand() * (n < 5 ? n : 5) / 4 }')"
  attempt=$((attempt + 1))
done
