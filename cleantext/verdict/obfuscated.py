"""Text that a site wrote in exchanged characters, which only its own font shows as what they mean."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from cleantext.frequency import cost

FEWEST: Final = 200
"""With fewer Han characters than this nothing is said."""

HEAD: Final = 2_000
"""A look at so many code points settles it for most texts."""

SAMPLE: Final = 20_000
"""How many code points are looked at."""

RARE: Final = 10.5
"""Mean cost of a Han character, in nats, from which on the characters cannot be those of a text.

Modern prose has about 7.4. Of 11,000 texts the highest that was measured is 9.7: rhymed lists of allusions, the
Thousand Characters, lists of surnames, lists of rare herbs.
"""

UNKNOWN: Final = 15.0
"""Cost of a character that is not in the table."""

PUNCTUATION: Final = 0.02
"""Share of punctuation from which on it is a text after all, or a dictionary."""

DISTINCT: Final = 0.8
"""Share of characters that stand once from which on it is a table of characters, and not a text."""

VARIETY: Final = 30
"""A text has more different characters than this."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_MARK = re.compile(r"[，。、；：？！,.;:?!“”\"《》（）()【】·…—]")


def obfuscated(text: str) -> str:
    """Return why a text is obfuscated by a font; empty where it is not."""
    if _is_punctuated(text[:HEAD]):
        return ""
    sample = text[:SAMPLE]
    han = _HAN.findall(sample)
    if len(han) < FEWEST:
        return ""
    if _is_punctuated(sample) or not VARIETY < len(set(han)) < DISTINCT * len(han):
        return ""
    known = cost()
    mean = sum(known.get(one, UNKNOWN) for one in han) / len(han)
    if mean < RARE or _is_wrongly_decoded(sample, len(han)):
        return ""
    return (
        f"{len(han)} Han characters with a mean cost of {mean:.1f} nats (a text has 6 to 9.7) and hardly a punctuation"
        " mark: only the site's own font shows what they mean"
    )


def _is_punctuated(sample: str) -> bool:
    """Tell whether there is punctuation enough; most texts have it in their first sentences."""
    most = int(PUNCTUATION * len(sample)) + 1
    return sum(1 for _ in islice(_MARK.finditer(sample), most)) > PUNCTUATION * len(sample)


def _is_wrongly_decoded(sample: str, han: int) -> bool:
    """Tell whether the characters are UTF-8 that was read as GBK: rare ones too, but nothing is lost."""
    again = sample.encode("gb18030", "ignore").decode("utf-8", "ignore")
    return len(_HAN.findall(again)) > han / 4
