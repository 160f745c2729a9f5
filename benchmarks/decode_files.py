"""What real files are decoded as: the test files of other detectors, in folders that are named for their encodings.

Usage: python benchmarks/decode_files.py CLONES

CLONES holds clones of chardet (its `tests` up to version 5), cChardet and uchardet. A file is right if it decodes to
what the encoding that its folder or its name says decodes it to; files that this does not decode are left out.
"""

from __future__ import annotations

import argparse
import codecs
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from decode_peers import SUPERSETS, Reader, labels, reader, same

NAMES: Final = {
    "big5": "cp950", "euc-tw": "", "gb2312": "gb18030", "euc-kr": "cp949", "shift_jis": "cp932", "uhc": "cp949",
    "sjis": "cp932", "ascii": "ascii", "tis-620": "cp874", "utf-16": "utf-16", "utf-32": "utf-32",
}  # fmt: skip
CHINESE: Final = ("gb18030", "cp950", "big5hkscs", "hz")


def named(path: Path, root: Path) -> str:
    """Return Python's name of the encoding that a path names."""
    words = [path.parent.name, path.stem, *re.split(r"[_ ]", path.stem)[::-1]]
    if root.name == "uchardet":
        words = [path.stem, path.name.replace(".", "-"), *words]
    for word in words:
        name = re.sub(r"^(windows-\d+|iso-8859-\d+).*", r"\1", word.lower())
        try:
            return codecs.lookup(NAMES.get(name, name)).name
        except LookupError:
            continue
    return ""


def cases(root: Path) -> Iterator[tuple[bytes, str, str]]:
    for path in sorted(root.rglob("*")):
        encoding = named(path, root) if path.is_file() and path.suffix != ".py" else ""
        if not encoding:
            continue
        data = path.read_bytes()
        for codec in (encoding, *SUPERSETS.get(encoding, ())):
            try:
                text = codecs.getincrementaldecoder(codec)().decode(data).removeprefix("\ufeff")
            except UnicodeError:
                continue
            yield data, text, codec
            break


def measure(root: Path, readers: dict[str, Reader]) -> None:
    found = list(cases(root))
    counts = Counter("Chinese" if codec in CHINESE else "other" for _, _, codec in found)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    for data, text, codec in found:
        kind = "Chinese" if codec in CHINESE else "other"
        for name, read in readers.items():
            good = any(same(text, one) for one in read(data))
            right[name][kind] += good
            if name == "cleantext" and not good:
                wrong.append(codec)
    print(f"\n{root.name}: {dict(counts)}")
    for name in readers:
        print(f"{name:28}" + "".join(f"{kind} {right[name][kind]:4} of {counts[kind]}   " for kind in counts))
    print(f"wrong in cleantext: {dict(Counter(wrong))}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    arguments = parser.parse_args()
    readers = {name: reader(name, label) for name, label in labels().items()}
    for name in ("chardet", "cChardet", "uchardet"):
        measure(arguments.clones / name, readers)


if __name__ == "__main__":
    main()
