"""How surprising a Chinese character is: -log of its probability in running text, in nats."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def cost() -> dict[str, float]:
    """Return the cost of each known character, Simplified and Traditional Han and the usual punctuation.

    The most frequent ones cost about 3 nats, the rarest of the table 15. A character that is not in it is rarer than
    one in three million. The same dictionary comes back each time: read it, do not write to it.

    Source: `benchmarks/make_character_costs.py`, from the word counts of jieba (MIT) and OpenCC (Apache-2.0).

    >>> cost()["的"] < cost()["漢"] < cost()["鹌"]
    True
    """
    table: dict[str, float] = {}
    for line in files("cleantext").joinpath("data/character_costs.tsv").read_text("utf-8").splitlines():
        value, characters = line.split("\t")
        table.update(dict.fromkeys(characters, float(value)))
    return table
