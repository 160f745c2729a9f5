"""The detectors that decoding is compared with: every one of them that is installed.

Each is a function from bytes to a label. A peer is given the benefit of every doubt: its label is also read as the
supersets of what it names, and the reading that is right counts.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final

from cleantext.decoding import decode
from cleantext.errors import DecodeError

SUPERSETS: Final = {
    "gb2312": ("gb18030",), "gbk": ("gb18030",), "big5": ("cp950", "big5hkscs"), "cp950": ("big5hkscs",),
    "big5hkscs": ("cp950",), "utf-16": ("utf-16-le", "utf-16-be"), "shift_jis": ("cp932",), "euc_kr": ("cp949",),
    "iso8859-1": ("cp1252",), "iso8859-7": ("cp1253",), "iso8859-9": ("cp1254",), "iso8859-8": ("cp1255",),
    "iso8859-2": ("cp1250",), "cp1252": ("iso8859-1", "iso8859-15", "cp1254"), "tis-620": ("cp874",),
    "koi8-u": ("koi8-r",), "cp1251": ("kz1048",),
}  # fmt: skip
FAMILIES: Final = {
    "gb2312": "gb", "gbk": "gb", "gb18030": "gb", "big5": "big5", "cp950": "big5", "big5hkscs": "big5",
    "euc-tw": "cns", "hz": "hz", "iso-2022-cn": "iso-2022-cn",
}  # fmt: skip
"""What is Chinese for certain, by family."""

Label = Callable[[bytes], str | None]
Reader = Callable[[bytes], Iterator[str]]


def ours(data: bytes) -> Iterator[str]:
    try:
        text = decode(data).text
    except DecodeError:
        return
    yield text
    yield text.removesuffix("\ufffd")


def our_label(data: bytes) -> str | None:
    try:
        return decode(data).encoding
    except DecodeError:
        return None


def codec_name(label: str | None) -> str:
    try:
        return codecs.lookup(label or "").name
    except LookupError:
        return (label or "").lower()


def family(label: str | None) -> str:
    """Return the family of a Chinese encoding, or the encoding itself, without what tells byte orders apart."""
    name = codec_name(label)
    return FAMILIES.get(name, "utf-8" if name == "utf-8-sig" else name)


def by_label(label: Label) -> Reader:
    def read(data: bytes) -> Iterator[str]:
        known = codec_name(label(data))
        for encoding in (known, *SUPERSETS.get(known, ())):
            try:
                yield codecs.getincrementaldecoder(encoding)().decode(data).removeprefix("\ufeff")
            except (UnicodeError, LookupError):
                continue

    return read


def reader(name: str, label: Label) -> Reader:
    return ours if name == "cleantext" else by_label(label)


def labels() -> dict[str, Label]:
    """Return our own label and that of every peer that is installed."""
    found: dict[str, Label] = {"cleantext": our_label}
    for make in (_chardet, _normalizer, _cchardet, _chardetng, _icu, _mnbvc):
        try:
            found |= make()
        except ImportError as error:
            print(f"not compared: {error}")
    return found


def _chardet() -> dict[str, Label]:
    chardet = import_module("chardet")
    chinese: dict[str, Any] = {
        "include_encodings": ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950", "hz",
                              "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "ascii"],
        "no_match_encoding": "gb18030",
    }  # fmt: skip
    every = {"prefer_superset": True, "compat_names": False}
    return {
        f"chardet {chardet.__version__}": lambda data: chardet.detect(data, **every)["encoding"],
        "chardet, Chinese only": lambda data: chardet.detect(data, **every, **chinese)["encoding"],
    }


def _normalizer() -> dict[str, Label]:
    module = import_module("charset_normalizer")
    return {
        f"charset-normalizer {module.__version__}": lambda data: getattr(
            module.from_bytes(data).best(), "encoding", None
        )
    }


def _cchardet() -> dict[str, Label]:
    module = import_module("cchardet")
    return {f"faust-cchardet {module.__version__}": lambda data: module.detect(data)["encoding"]}


def _chardetng() -> dict[str, Label]:
    module = import_module("chardetng_py")

    def label(data: bytes) -> str | None:
        detector = module.EncodingDetector()
        detector.feed(data, last=True)
        guessed: str | None = detector.guess(tld=None, allow_utf8=True)
        return guessed

    return {"chardetng 0.3.5": label}


def _icu() -> dict[str, Label]:
    module = import_module("icu")

    def label(data: bytes) -> str | None:
        match = module.CharsetDetector(data).detect()
        return str(match.getName()) if match else None

    return {f"ICU {module.ICU_VERSION}": label}


def _mnbvc() -> dict[str, Label]:
    module = import_module("charset_mnbvc.api")
    return {"charset-mnbvc 0.0.19": lambda data: module.from_data(data, mode=1)}


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same, whatever Unicode form a single-byte codec gives its letters."""
    return one == other or unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
