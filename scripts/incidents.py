#!/usr/bin/env python3
"""Holds dsdesign against real designs: incidents.py DSDESIGN FOLDER.

FOLDER has one description a design (ID.yaml) and expected.tsv with the columns id, kind (flawed or
sane), expect, also, must_not (comma-separated finding categories). Prints a table of hits, misses and
false alarms and fails below the bars stated at the end.
"""
import csv
import json
import os
import subprocess
import sys

AUDIBLE = {"medium", "high", "critical"}
LOUD = {"high", "critical"}


def split(cell):
    return [word for word in (cell or "").split(",") if word]


def analyze(dsdesign, path):
    run = subprocess.run(
        [dsdesign, "analyze", path, "--format", "json", "--evidence", "none"],
        capture_output=True, text=True, timeout=120)
    if run.returncode:
        sys.exit(f"{path}: {run.stderr[:500]}")
    return [(f["category"], f["severity"]) for f in json.loads(run.stdout)["findings"]]


def main(dsdesign, folder):
    pairs = hits = alarms = calm = sane = loud = justified = 0
    rows = []
    with open(os.path.join(folder, "expected.tsv")) as table:
        for row in csv.DictReader(table, delimiter="\t"):
            found = analyze(dsdesign, os.path.join(folder, row["id"] + ".yaml"))
            audible = {c for c, s in found if s in AUDIBLE}
            strong = {c for c, s in found if s in LOUD}
            want, also = split(row["expect"]), set(split(row["also"]))
            wrong = sorted(audible & set(split(row["must_not"])))
            alarms += len(wrong)
            if row["kind"] == "flawed":
                missed = [c for c in want if c not in audible]
                pairs += len(want)
                hits += len(want) - len(missed)
                extra = sorted(strong - set(want) - also)
                loud += len(strong)
                justified += len(strong) - len(extra)
                rows.append((row["id"], len(want) - len(missed), missed, wrong, extra))
            else:
                sane += 1
                calm += not strong
                rows.append((row["id"], 0, [], wrong, sorted(strong)))
    for name, hit, missed, wrong, extra in rows:
        notes = [f"missed {', '.join(missed)}"] * bool(missed)
        notes += [f"false alarm {', '.join(wrong)}"] * bool(wrong)
        notes += [f"loud besides {', '.join(extra)}"] * bool(extra)
        print(f"{name:44} {hit} hit{'; ' if notes else ''}{'; '.join(notes)}")
    print(f"hits {hits}/{pairs} · false alarms {alarms} · sane left in peace {calm}/{sane} · "
          f"loud categories justified {justified}/{loud}")
    ok = hits >= 0.9 * pairs and alarms <= 2 and calm == sane and justified >= 0.7 * loud
    print("incidents: the bars are met" if ok else "incidents: below the bars (hits 90 %, alarms 2, sane all, loud 70 %)")
    return ok


if __name__ == "__main__":
    main(*sys.argv[1:3])
