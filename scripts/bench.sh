#!/usr/bin/env bash
# Times `analyze` on a 20-operation description and on machine-made ones of 1,000 and 10,000
# operations; prints median wall time of seven runs and peak memory. Speed is looked at, not tested.
set -euo pipefail
dsdesign=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for count in 20 1000 10000; do
  python3 scripts/large_system.py "$count" >"$folder/$count.yaml"
done
python3 - "$dsdesign" "$folder" <<'PYTHON'
import os, resource, statistics, subprocess, sys, time
dsdesign, folder = sys.argv[1:3]
bounds = {20: (0.040, None), 1000: (None, None), 10000: (1.2, 400)}
for count, (seconds, mib) in bounds.items():
    for form in ("markdown", "json"):
        times, peak = [], 0
        for turn in range(8):
            start = time.perf_counter()
            process = subprocess.Popen(
                [dsdesign, "analyze", f"{folder}/{count}.yaml", "--evidence", "none", "--format", form],
                stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            if turn: times.append(time.perf_counter() - start)
            peak = max(peak, usage.ru_maxrss / 1024)
            if status: sys.exit(f"analyze failed with {status}")
        bound = "" if seconds is None else f"   (bound {seconds * 1000:.0f} ms" + (f", {mib} MiB)" if mib else ")")
        print(f"{count:6} operations, {form:8}: median {statistics.median(times) * 1000:7.1f} ms, "
              f"min {min(times) * 1000:.1f}, max {max(times) * 1000:.1f}, peak {peak:.0f} MiB{bound}")
PYTHON
