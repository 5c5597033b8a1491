#!/usr/bin/env bash
# Places the parts of the manual pages that dsdesign itself prints between their BEGIN and END lines.
#   scripts/man.sh DSDESIGN           writes man/*
#   scripts/man.sh DSDESIGN --check   fails when one is stale, and lints them where mandoc is installed
set -euo pipefail
dsdesign=$1
mode=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

made() {
  awk -v tool="$dsdesign" '
    /^\.\\" END /   { skip = 0 }
    !skip           { print }
    /^\.\\" BEGIN / {
      command = tool " manual " $3
      while ((status = (command | getline line)) > 0) { print line; lines++ }
      if (close(command) != 0 || !lines) { print "dsdesign manual " $3 " failed" >"/dev/stderr"; exit 1 }
      lines = 0
      skip = 1
    }' "$1"
}

stale=0
for page in man/*.[0-9]; do
  made "$page" >"$work/page"
  if [ "$mode" != --check ]; then
    cat "$work/page" >"$page"
  elif ! diff -u "$page" "$work/page" >"$work/diff"; then
    head -n 20 "$work/diff"
    echo "$page is stale: 'make man' writes it anew"
    stale=1
  fi
done
[ "$stale" = 0 ] || exit 1
[ "$mode" = --check ] || exit 0

if ! command -v mandoc >/dev/null; then
  echo "manual pages: up to date; mandoc -T lint skipped, mandoc is not installed"
  exit 0
fi
mandoc -T lint man/*.[0-9] >"$work/lint" || true
# mandoc looks for the pages that ours refer to where pages are installed; ours stand here.
for page in man/*.[0-9]; do
  name=$(basename "${page%.*}")
  grep -v "referenced manual not found: Xr $name ${page##*.}\( \|$\)" "$work/lint" >"$work/rest" || true
  mv "$work/rest" "$work/lint"
done
if [ -s "$work/lint" ]; then
  cat "$work/lint"
  exit 1
fi
echo "manual pages: up to date, mandoc -T lint is clean"
