#!/bin/sh
# The same seed gives the same bytes: a run of each algorithm, traced and digested, by two builds and
# twice by each.
# usage: scripts/check-digests.sh SEEDS SEEDS   (the seed runner's debug and release builds)
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$1" --digests >"$scratch/first"
for build in "$1" "$2" "$2"; do
  "$build" --digests >"$scratch/other"
  diff "$scratch/first" "$scratch/other" || {
    echo "check-digests: $build gives other bytes than $1" >&2
    exit 1
  }
done
echo "check-digests: $(wc -l <"$scratch/first") runs are the same in $1 and $2, twice"
