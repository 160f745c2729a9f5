"""Compares what is measured now with `benchmarks/floors.json`; floors and ceilings only ever get stricter.

Usage: python benchmarks/check_floors.py           exit status 1 if a figure is worse than its floor
       python benchmarks/check_floors.py --raise   write better figures down; a worse one is never written
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import quick

FLOORS = Path(__file__).parent / "floors.json"
LESS_IS_BETTER = ("lost", "changed", "agreed")


def main() -> int:
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))
    measured = quick.measure()
    worse = [
        f"{group}.{name}: {measured[group].get(name)} where {floor} was reached before"
        for group, figures in floors.items()
        for name, floor in figures.items()
        if _is_worse(name, measured[group].get(name), floor)
    ]
    for line in worse:
        print(line)
    if "--raise" in sys.argv and not worse:
        FLOORS.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    print(f"{sum(map(len, floors.values()))} figures compared, {len(worse)} worse than their floor")
    return bool(worse)


def _is_worse(name: str, now: float | None, floor: float) -> bool:
    if now is None:
        return True
    return now > floor if name.endswith(LESS_IS_BETTER) else now < floor


if __name__ == "__main__":
    sys.exit(main())
