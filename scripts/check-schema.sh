#!/usr/bin/env bash
# Holds `dsdesign schema` against an independent validator: every starter must fit, a wrong one must not.
# Skipped, saying so, where python3 has no jsonschema and PyYAML.
set -euo pipefail
dsdesign=$1
if ! python3 -c 'import jsonschema, yaml' 2>/dev/null; then
  echo "schema check: skipped, python3 with jsonschema and yaml is not installed"
  exit 0
fi
schema=$(mktemp)
trap 'rm -f "$schema"' EXIT
"$dsdesign" schema >"$schema"
python3 - "$schema" templates/systems/*.yaml <<'PYTHON'
import json, sys, jsonschema, yaml
schema = json.load(open(sys.argv[1]))
validator = jsonschema.Draft202012Validator
validator.check_schema(schema)
class Loader(yaml.SafeLoader): pass
Loader.yaml_implicit_resolvers = {
    key: [(tag, rx) for tag, rx in pairs if not tag.endswith(("timestamp", "bool"))]
    for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}
import re
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
failed = 0
for path in sys.argv[2:]:
    system = yaml.load(open(path), Loader=Loader)
    problems = list(validator(schema).iter_errors(system))
    for problem in problems:
        print(f"{path}: {'/'.join(map(str, problem.absolute_path))}: {problem.message[:200]}")
    failed += bool(problems)
    system["operations"]["x"] = {"unknown-key": 1}
    if not list(validator(schema).iter_errors(system)):
        print(f"{path}: the schema accepts an unknown key")
        failed += 1
print(f"schema check: {len(sys.argv) - 2} starters, {failed} problems")
sys.exit(bool(failed))
PYTHON
