"""Makes `cleantext/data/fold.txt`: Traditional characters and the Simplified ones that they are matched as.

Usage: python benchmarks/make_fold.py
Source: OpenCC 1.4.2 (Apache-2.0), its `t2s` conversion of each single character of the Basic Multilingual Plane.
"""

from __future__ import annotations

from pathlib import Path

import opencc

TARGET = Path(__file__).parent.parent / "cleantext" / "data" / "fold.txt"
HAN = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]


def main() -> None:
    convert = opencc.OpenCC("t2s").convert
    pairs = [(chr(code), convert(chr(code))) for code in HAN]
    kept = [(one, other) for one, other in pairs if other != one and len(other) == 1 and ord(other) < 0x10000]
    traditional = "".join(one for one, _ in kept)
    simplified = "".join(other for _, other in kept)
    TARGET.write_text(f"{traditional}\n{simplified}\n", encoding="utf-8")
    print(f"{len(kept)} characters in {TARGET}")


if __name__ == "__main__":
    main()
