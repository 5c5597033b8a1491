#!/usr/bin/env bash
# Parses and draws every diagram of the starters' reviews with Mermaid itself, in headless Chromium.
# MERMAID names mermaid.min.js; without it the usual places of npm and pip are searched.
# Skipped, saying so, where Mermaid, Chromium or python3 is not installed.
set -euo pipefail
dsdesign=$1
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
mermaid=${MERMAID:-}
if [ -z "$mermaid" ] && command -v npm >/dev/null; then
  for root in node_modules "$(npm root -g 2>/dev/null)"; do
    [ -f "$root/mermaid/dist/mermaid.min.js" ] && mermaid=$root/mermaid/dist/mermaid.min.js && break
  done
fi
if [ -z "$mermaid" ] && command -v python3 >/dev/null; then
  mermaid=$(python3 -c 'import glob, site
print(next(iter(p for d in site.getsitepackages() for p in glob.glob(d + "/*/assets/mermaid.min.js")), ""))')
fi
if [ -z "$browser" ] || [ ! -f "$mermaid" ] || ! command -v python3 >/dev/null; then
  echo "mermaid check: skipped, it needs python3, chromium and mermaid.min.js (MERMAID=path)"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/hostile.yaml" <<'YAML'
dsdesign: 1
system: {name: "a`b\"c"}
topology:
  regions: {"end": {zones: ["1. a", "- b", "]\")x"]}, "r#35;": {zones: ["style:#a;"]}}
services: {"s\"]": {runs_in: ["end/1. a"]}, "{{x}}": {external: true}}
stores:
  "graph TD": {product: custom, replicas: ["end/1. a", "end/- b", "r#35;/style:#a;"]}
  "%%{init: {}}%%": {product: custom, replicas: ["end/]\")x"]}
data: {"<b>|": {store: "graph TD"}, "日本 ü": {store: "%%{init: {}}%%"}}
operations:
  "click o0 \"x\"": {service: "s\"]", writes: ["<b>|"], calls: "{{x}}", reads: ["日本 ü"]}
coordination: {"-->": {store: "graph TD", protects: ["graph TD"], purpose: mutual-exclusion}}
YAML
for file in templates/systems/*.yaml "$folder/hostile.yaml"; do
  "$dsdesign" review "$file" >"$folder/$(basename "$file" .yaml).md" 2>/dev/null
done
python3 - "$browser" "$mermaid" "$folder" <<'PYTHON'
import glob, html, json, os, re, subprocess, sys
browser, mermaid, folder = sys.argv[1:4]
diagrams = [(os.path.basename(path), text) for path in sorted(glob.glob(folder + "/*.md"))
            for text in re.findall(r"```mermaid\n(.*?)\n```", open(path).read(), re.S)]
page = f"""<!doctype html><meta charset="utf-8"><script src="file://{os.path.abspath(mermaid)}"></script>
<body><pre id="result"></pre><script>
(async () => {{
  const lines = [];
  mermaid.initialize({{startOnLoad: false}});
  const texts = {json.dumps([text for _, text in diagrams]).replace("<", chr(92) + "u003c")};
  for (let i = 0; i < texts.length; i++) {{
    try {{ await mermaid.parse(texts[i]); await mermaid.render("d" + i, texts[i]); lines.push("ok"); }}
    catch (error) {{ lines.push("fail " + String(error.message).split("\\n").join(" ")); }}
  }}
  document.getElementById("result").textContent = lines.join("\\n");
}})();
</script>"""
path = folder + "/page.html"
open(path, "w").write(page)
dom = subprocess.run(
    [browser, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
     "--virtual-time-budget=60000", "--dump-dom", "file://" + path],
    capture_output=True, text=True, timeout=180).stdout
found = re.search(r'<pre id="result">(.*?)</pre>', dom, re.S)
lines = html.unescape(found.group(1)).split("\n") if found else []
failed = [(name, line) for (name, _), line in zip(diagrams, lines) if line != "ok"]
for name, line in failed: print(f"{name}: {line}")
print(f"mermaid check: {len(diagrams)} diagrams, {len(failed)} problems")
sys.exit(bool(failed) or len(lines) != len(diagrams) or not diagrams)
PYTHON
