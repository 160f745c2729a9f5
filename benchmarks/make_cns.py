"""Makes `cleantext/data/cns11643.toml`: the first two planes of CNS 11643, told by how they differ from Big5.

Usage: python benchmarks/make_cns.py

Both list the same Han characters by strokes, with a few in other places. The facts are those of the standard, read out
of the converter of the GNU C library (`iconv`), which has to be installed.
"""

from __future__ import annotations

import json
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

TARGET = Path(__file__).parent.parent / "cleantext" / "data" / "cns11643.toml"
MISSING = "\ufffd"
ROW = 94
HAN_ROW = 0x44 - 0x21
"""The row of plane 1 in which Han characters begin."""
RANGES = ((0xA440, 0xC67E), (0xC940, 0xF9D5))
"""The Han characters of Big5 that are in plane 1, and those that are in plane 2."""
HEAD = """\
# The first two planes of CNS 11643, 94 rows of 94 characters each, told by how they differ from Big5. Facts of the
# standard; made by benchmarks/make_cns.py.

"""


def plane(number: int) -> str:
    """Return the characters of a plane, U+FFFD where there is none."""
    rows = range(0xA1, 0xFF)
    lead = b"" if number == 1 else bytes((0x8E, 0xA0 + number))
    data = b"\n".join(lead + bytes((row, cell)) for row in rows for cell in rows)
    command = ["iconv", "-c", "-f", "EUC-TW", "-t", "UTF-8"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    text = done.stdout.decode()
    return "".join(line or MISSING for line in text.split("\n"))


def big5(first: int, last: int) -> str:
    """Return the characters of CP950 between two codes, by their codes."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    codes = (lead << 8 | trail for lead in range(first >> 8, (last >> 8) + 1) for trail in trails)
    return "".join(code.to_bytes(2, "big").decode("cp950") for code in codes if first <= code <= last)


def differences(source: str, target: str) -> list[list[int | str]]:
    """Return where `target` differs: offset in `source`, how many characters go, and which come."""
    matcher = SequenceMatcher(None, source, target, autojunk=False)
    return [[a, b - a, target[c:d]] for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def main() -> None:
    first, second = plane(1), plane(2)
    symbols = [first[row * ROW : (row + 1) * ROW].rstrip(MISSING) for row in range(HAN_ROW)]
    lines = [f"symbols = {json.dumps(symbols, ensure_ascii=False)}"]
    for name, text, (start, end) in zip(("one", "two"), (first[HAN_ROW * ROW :], second), RANGES, strict=True):
        found = differences(big5(start, end), text.rstrip(MISSING))
        lines.append(f"[{name}]\nfirst = {start:#x}\nlast = {end:#x}")
        lines.append(f"differences = {json.dumps(found, ensure_ascii=False)}")
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.stat().st_size} bytes in {TARGET}")


if __name__ == "__main__":
    main()
