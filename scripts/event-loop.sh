#!/bin/sh
# The simulator's event loop beside a C++ loop over std::priority_queue, on this machine, now.
# usage: scripts/event-loop.sh SEEDS   (SEEDS: the release build of the seed runner)
set -eu
here=$(dirname "$0")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${CXX:-c++}" -O2 -std=c++17 -o "$scratch/event_queue" "$here/event_queue.cpp"
"$scratch/event_queue"
"$1" --speed
"$scratch/event_queue"
