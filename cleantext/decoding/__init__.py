"""Bytes of Chinese documents in any encoding, cut, damaged or mixed: decoded, or refused with a reason.

In order: a byte order mark; signatures of other files; NULs, so UTF-16, UTF-32 or no text; escapes in seven bits; valid
UTF-8; and for the rest the encoding in which the bytes read best as Chinese, with chardet's opinion on what does not.
"""

from __future__ import annotations

from cleantext.decoding.stream import decode_stream
from cleantext.decoding.whole import decode

__all__ = ["decode", "decode_stream"]
