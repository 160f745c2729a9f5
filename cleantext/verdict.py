"""What a document is, judged before any filter looks at it."""

from __future__ import annotations

import re
from typing import Final

from cleantext.document import TEXT, Verdict

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")

MUCH_CONTROL: Final = 0.3
"""Share of control and replacement characters from which on a text is raw binary."""


def judge(text: str) -> Verdict:
    r"""Judge a text: `text`, `empty` (nothing but white space) or `binary` (raw bytes read as text).

    >>> judge("\x00\x01\x02PK").reason
    '3 of 5 characters are control or replacement characters'
    """
    if not text or text.isspace():
        return Verdict("empty", "nothing but white space")
    if _CONTROL.search(text):
        count = len(_CONTROL.findall(text))
        if count > MUCH_CONTROL * len(text):
            return Verdict("binary", f"{count} of {len(text)} characters are control or replacement characters")
    return TEXT
