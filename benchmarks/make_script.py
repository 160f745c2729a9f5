"""Makes `cleantext/data/script.txt`: the characters that are Traditional only, and those that are Simplified only.

Usage: python benchmarks/make_script.py
Source: OpenCC 1.4.2 (Apache-2.0): characters that `t2s` changes and `s2t` does not, and the reverse.
"""

from __future__ import annotations

from pathlib import Path

import opencc

TARGET = Path(__file__).parent.parent / "cleantext" / "data" / "script.txt"


def main() -> None:
    to_simplified, to_traditional = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    han = [chr(code) for code in range(0x4E00, 0xA000)]
    traditional = [one for one in han if to_simplified(one) != one and to_traditional(one) == one]
    simplified = [one for one in han if to_traditional(one) != one and to_simplified(one) == one]
    TARGET.write_text("".join(traditional) + "\n" + "".join(simplified) + "\n", encoding="utf-8")
    print(f"{len(traditional)} Traditional, {len(simplified)} Simplified characters in {TARGET}")


if __name__ == "__main__":
    main()
