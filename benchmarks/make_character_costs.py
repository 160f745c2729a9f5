"""Makes `cleantext/data/character_costs.tsv`: how surprising each Chinese character is, in nats.

Usage: python benchmarks/make_character_costs.py

Sources: the word counts of jieba 0.42.1, `dict.txt` (MIT), for Simplified text; the same words converted by OpenCC
1.4.2 (Apache-2.0) to its own, the Taiwan and the Hong Kong standard, for Traditional text. The shares of punctuation,
which a list of words does not hold, are estimates set by hand.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from importlib.metadata import files
from pathlib import Path

import opencc

TARGET = Path(__file__).parent.parent / "cleantext" / "data" / "character_costs.tsv"
SHARES = {"": 0.6, "s2t": 0.12, "s2tw": 0.2, "s2hk": 0.08}
"""What share of running text is taken to be Simplified ("") and of each Traditional standard."""
HAN_SHARE = 0.82
"""The share of Han characters among all that are not ASCII."""
SMALLEST = 1e-7
"""Added to each probability, so that what was counted once is not taken for certain."""
HIGHEST = 15.0
"""Characters that cost more are left out; the reader of the table has a value for them."""
PUNCTUATION = {
    "，": 0.055, "。": 0.028, "、": 0.012, "“": 0.006, "”": 0.006, "：": 0.006, "\u3000": 0.006, "；": 0.003,
    "（": 0.004, "）": 0.004, "《": 0.003, "》": 0.003, "？": 0.002, "！": 0.002, "「": 0.003, "」": 0.003,
    "『": 0.0005, "』": 0.0005, "‘": 0.0005, "’": 0.0005, "·": 0.001, "‧": 0.0002, "•": 0.0002, "—": 0.002,
    "…": 0.001, "【": 0.0003, "】": 0.0003, "〈": 0.0002, "〉": 0.0002, "〔": 0.0001, "〕": 0.0001, "％": 0.0005,
    "－": 0.0004, "～": 0.0003, "．": 0.0003, "／": 0.0003, "＝": 0.0001, "＋": 0.0001, "〇": 0.0001, "○": 0.0002,
    "●": 0.0002, "■": 0.0001, "□": 0.0001, "◆": 0.0001, "★": 0.0001, "※": 0.0001, "→": 0.0001, "①": 0.0001,
    "②": 0.0001, "③": 0.0001, "④": 0.00006, "⑤": 0.00005, "℃": 0.00005, "×": 0.0001, "°": 0.0001, "−": 0.0001,
    "〝": 0.0001, "〞": 0.0001, "﹑": 0.0001, "︰": 0.0001, "﹐": 0.00005, "＂": 0.00005,
}  # fmt: skip
PUNCTUATION |= {chr(0xFF10 + digit): 0.0005 for digit in range(10)}
PUNCTUATION |= {chr(first + letter): 0.0001 for first in (0xFF21, 0xFF41) for letter in range(26)}


def words() -> list[tuple[str, int]]:
    """Return jieba's words with their counts."""
    path = next(path for path in files("jieba") or () if path.match("jieba/dict.txt"))
    return [(word, int(count)) for word, count, _ in map(str.split, path.read_text("utf-8").splitlines())]


def shares(counted: list[tuple[str, int]]) -> dict[str, float]:
    """Return the share of each character among all characters of the words."""
    counts: Counter[str] = Counter()
    for word, count in counted:
        for character in word:
            counts[character] += count
    total = counts.total()
    return {character: count / total for character, count in counts.items() if character >= "\u2e80"}


def converted(counted: list[tuple[str, int]], config: str) -> list[tuple[str, int]]:
    """Return the words as an OpenCC configuration writes them."""
    lines = opencc.OpenCC(config).convert("\n".join(word for word, _ in counted)).split("\n")
    return [(line, count) for line, (_, count) in zip(lines, counted, strict=True)]


def costs() -> dict[str, float]:
    """Return the cost of each character."""
    counted = words()
    mixed: dict[str, float] = defaultdict(float)
    for config, share in SHARES.items():
        for character, probability in shares(converted(counted, config) if config else counted).items():
            mixed[character] += share * HAN_SHARE * probability
    found = {character: -math.log(probability + SMALLEST) for character, probability in mixed.items()}
    found |= {character: -math.log(probability) for character, probability in PUNCTUATION.items()}
    return {character: cost for character, cost in found.items() if cost < HIGHEST}


def main() -> None:
    rows: dict[str, list[str]] = defaultdict(list)
    found = costs()
    for character, cost in sorted(found.items()):
        rows[f"{cost:.1f}"].append(character)
    lines = [f"{cost}\t{''.join(rows[cost])}\n" for cost in sorted(rows, key=float)]
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(f"{len(found)} characters, {TARGET.stat().st_size} bytes in {TARGET}")


if __name__ == "__main__":
    main()
