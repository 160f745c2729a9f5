"""What a document is, judged before any filter looks at it."""

from __future__ import annotations

from cleantext.alphabet import alphabet
from cleantext.document import TEXT, Verdict
from cleantext.verdict.binary import binary
from cleantext.verdict.links import link_list
from cleantext.verdict.obfuscated import obfuscated


def judge(text: str, characters: str | None = None) -> Verdict:
    r"""Judge a text; what is not `text` is left as it is, and the verdict's reason says why, with figures.

    - `empty`: nothing but white space.
    - `binary`: raw bytes read as text.
    - `obfuscated`: characters that only a site's own font shows as what they mean.
    - `link_list`: a page that is nothing but links and titles.

    Args:
        text: the text.
        characters: its alphabet, if that is known.

    >>> judge("\x00\x01\x02PK").reason
    '3 of 5 characters are control or replacement characters'
    """
    if not text or text.isspace():
        return Verdict("empty", "nothing but white space")
    if reason := binary(text, alphabet(text) if characters is None else characters):
        return Verdict("binary", reason)
    for kind, look in (("obfuscated", obfuscated), ("link_list", link_list)):
        if reason := look(text):
            return Verdict(kind, reason)
    return TEXT
