#!/usr/bin/env bash
# Holds what dsdesign writes for other programs against readers that are not ours:
#   SARIF against the official JSON Schema   python3 with jsonschema; SARIF_SCHEMA=sarif-schema-2.1.0.json
#   JUnit's XML with a reader of it          python3 with junitparser
#   completion scripts with the shells       bash, zsh, fish
# What is not installed is skipped, saying so.
set -euo pipefail
dsdesign=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
systems=(templates/systems/*.yaml)

skip() { echo "outputs: $1 skipped, $2"; }

if [ ! -r "${SARIF_SCHEMA:-}" ]; then
  skip "SARIF schema" "SARIF_SCHEMA names no file"
elif ! python3 -c 'import jsonschema' 2>/dev/null; then
  skip "SARIF schema" "python3 with jsonschema is not installed"
else
  for system in "${systems[@]}"; do
    # Held against itself, with a risk accepted, so that every kind of property comes up.
    name=$(basename "$system" .yaml)
    "$dsdesign" analyze --evidence none "$system" --format json -o "$work/$name.json" 2>/dev/null
    rule=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["findings"][0]["rule"])' "$work/$name.json")
    { cat "$system"; printf '\naccepted_risks:\n  - {rule: %s, because: "known, {so}"}\n' "$rule"; } >"$work/$name.yaml"
    "$dsdesign" analyze --evidence none "$work/$name.yaml" --format sarif --baseline "$work/$name.json" --exit-zero \
      -o "$work/$name.sarif" 2>/dev/null
  done
  python3 - "$SARIF_SCHEMA" "$work"/*.sarif <<'PYTHON'
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
validator = jsonschema.validators.validator_for(schema)(schema)
failed = False
for path in sys.argv[2:]:
    log = json.load(open(path))
    for problem in validator.iter_errors(log):
        failed = True
        print(f"{path}: {'/'.join(map(str, problem.absolute_path))}: {problem.message[:200]}")
    results = log["runs"][0]["results"]
    if not any(result["suppressions"] for result in results):
        failed = True
        print(f"{path}: the accepted risk is not suppressed")
print(f"outputs: SARIF schema, {len(sys.argv) - 2} logs, {'problems' if failed else 'valid'}")
sys.exit(failed)
PYTHON
fi

if ! python3 -c 'import junitparser' 2>/dev/null; then
  skip "JUnit reader" "python3 with junitparser is not installed"
else
  for system in "${systems[@]}"; do
    "$dsdesign" analyze --evidence none "$system" --format junit -o "$work/$(basename "$system").xml" 2>/dev/null
  done
  python3 - "$work"/*.xml <<'PYTHON'
import sys, junitparser
failed = False
for path in sys.argv[1:]:
    report = junitparser.JUnitXml.fromfile(path)
    for suite in report:
        cases = list(suite)
        fails = [case for case in cases if any(isinstance(r, junitparser.Failure) for r in case.result)]
        if suite.tests != len(cases) or suite.failures != len(fails) or any(not f.result[0].message for f in fails):
            failed = True
            print(f"{path}: suite '{suite.name}' does not hold what it counts")
print(f"outputs: JUnit reader, {len(sys.argv) - 1} reports, {'problems' if failed else 'read'}")
sys.exit(failed)
PYTHON
fi

for shell in bash zsh fish; do
  if ! command -v "$shell" >/dev/null; then
    skip "$shell completion" "$shell is not installed"
    continue
  fi
  "$dsdesign" --generate-completion-script "$shell" >"$work/completion"
  "$shell" -n "$work/completion"
  echo "outputs: $shell completion parses"
done
