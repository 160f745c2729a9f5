"""Files that are no text, each made here, whole or in part: all of them are refused."""

from __future__ import annotations

import array
import bz2
import gzip
import io
import lzma
import marshal
import math
import pickle
import plistlib
import random
import sqlite3
import struct
import tarfile
import wave
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from cleantext.decoding import decode
from cleantext.errors import DecodeError

TEXT = Path("seeds/000_5dd17c4972aed980.txt").read_text(encoding="utf-8")
DATA = TEXT.encode()
CHANCE = random.Random(7)  # noqa: S311 - the same bytes every time


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("word/document.xml", f"<w:document>{TEXT}</w:document>")
    return file.getvalue()


def tarred(mode):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=f"w:{mode}") as archive:
        archive.addfile(tarfile.TarInfo("a.bin"), None)
        info = tarfile.TarInfo("b.bin")
        info.size = 4000
        archive.addfile(info, io.BytesIO(CHANCE.randbytes(4000)))
    return file.getvalue()


def waved():
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(samples("h"))
    return file.getvalue()


def samples(kind):
    return array.array(kind, [int(90 * math.sin(i / 9)) for i in range(3000)]).tobytes()


def png():
    chunk = lambda name, body: struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))  # noqa: E731 - one line
    head = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(CHANCE.randbytes(64 * 65)))


def ole():
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    return head.ljust(512, b"\0") + TEXT[:2000].encode("utf-16-le")


def database():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table texts (id integer, value blob)")
        connection.executemany("insert into texts values (?, ?)", [(i, CHANCE.randbytes(40)) for i in range(200)])
        return connection.serialize()


def font():
    tables = b"".join(
        name + struct.pack(">III", CHANCE.getrandbits(32), 12, 400) for name in (b"cmap", b"glyf", b"head")
    )
    return struct.pack(">IHHHH", 0x00010000, 3, 32, 1, 16) + tables + CHANCE.randbytes(3000)


def executable(start):
    return (
        start
        + struct.pack("<20I", *range(20))
        + b"".join(
            bytes([0x48, 0x89, CHANCE.randrange(256), 0xE8]) + struct.pack("<i", CHANCE.randrange(-9999, 9999))
            for _ in range(400)
        )
    )


def varints():
    return b"".join(
        bytes([0x08, 0x80 | CHANCE.randrange(128), CHANCE.randrange(128), 0x12, 2, 0, 255]) for _ in range(300)
    )


def compiled():
    code = compile("def f(x):\n    return [x * i for i in range(99)]\n" * 20, "a.py", "exec")
    return b"\xa7\r\r\n" + bytes(12) + marshal.dumps(code)


def image(channels):
    return bytes(int(120 + 100 * math.sin(i / 40) + CHANCE.randrange(30)) & 0xFF for i in range(1500 * channels))


def mpeg_frames():
    return b"".join(b"\xff\xfb\x90\x44" + CHANCE.randbytes(413) for _ in range(6))


def catalogue():
    return struct.pack("<7I", 0x950412DE, 0, 40, 28, 348, 0, 0) + struct.pack("<200I", *range(200)) + DATA[:500]


def certificate():
    return bytes.fromhex("308203e4308202cca003020102020900") + CHANCE.randbytes(970)


KINDS = {
    "zip": zipped,
    "the middle of a zip": lambda: zipped()[37:6000],
    "gzip": lambda: gzip.compress(DATA),
    "the middle of a gzip": lambda: gzip.compress(DATA)[500:3000],
    "zlib": lambda: zlib.compress(TEXT.encode("gb18030")),
    "raw deflate": lambda: zlib.compress(DATA, wbits=-15),
    "bzip2": lambda: bz2.compress(DATA),
    "the middle of a bzip2": lambda: bz2.compress(DATA)[200:2200],
    "xz": lambda: lzma.compress(DATA),
    "lzma alone": lambda: lzma.compress(DATA, lzma.FORMAT_ALONE),
    "raw lzma": lambda: lzma.compress(DATA)[100:2100],
    "tar": lambda: tarred(""),
    "tar.gz": lambda: tarred("gz"),
    "7z": lambda: bytes.fromhex("377abcaf271c0004") + CHANCE.randbytes(500),
    "rar": lambda: b"Rar!\x1a\x07\x01\x00" + CHANCE.randbytes(500),
    "zstd": lambda: bytes.fromhex("28b52ffd") + CHANCE.randbytes(500),
    "iso 9660": lambda: bytes(32768) + b"\x01CD001\x01\x00" + bytes(2000),
    "png": png,
    "the middle of a png": lambda: png()[50:2500],
    "jpeg": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + CHANCE.randbytes(900),
    "the middle of a jpeg": lambda: CHANCE.randbytes(2000).replace(b"\xff", b"\xff\x00"),
    "gif": lambda: b"GIF89a\x40\x00\x40\x00\xf7\x00\x00" + CHANCE.randbytes(900),
    "bmp": lambda: b"BM" + struct.pack("<IHHI", 3126, 0, 0, 54) + struct.pack("<IiiHH", 40, 32, 32, 1, 24) + image(2),
    "ico": lambda: b"\x00\x00\x01\x00\x01\x00\x20\x20" + CHANCE.randbytes(900),
    "tiff": lambda: b"II*\x00\x08\x00\x00\x00" + CHANCE.randbytes(900),
    "webp": lambda: b"RIFF\x24\x08\x00\x00WEBPVP8 " + CHANCE.randbytes(900),
    "grey pixels": lambda: image(1),
    "a black image": lambda: bytes(3000),
    "a white image": lambda: b"\xff" * 3000,
    "a mask of bits": lambda: bytes(CHANCE.choice([0, 255]) for _ in range(2000)),
    "wav": waved,
    "16-bit samples": lambda: samples("h"),
    "8-bit samples": lambda: samples("b"),
    "mp3 with a tag": lambda: b"ID3\x03\x00\x00\x00\x00\x1f\x76TIT2\x00\x00\x00\x05" + mpeg_frames(),
    "mp3 frames": mpeg_frames,
    "ogg": lambda: b"OggS\x00\x02" + bytes(8) + CHANCE.randbytes(900),
    "flac": lambda: b"fLaC\x00\x00\x00\x22" + CHANCE.randbytes(900),
    "midi": lambda: b"MThd\x00\x00\x00\x06\x00\x01\x00\x02\x01\xe0MTrk" + CHANCE.randbytes(500),
    "mp4": lambda: b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00" + CHANCE.randbytes(900),
    "matroska": lambda: bytes.fromhex("1a45dfa3") + CHANCE.randbytes(900),
    "pdf": lambda: b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length 10 >>stream\n" + zlib.compress(DATA),
    "ole document": ole,
    "sqlite": database,
    "parquet": lambda: b"PAR1" + CHANCE.randbytes(900) + b"PAR1",
    "numpy": lambda: npy(np.arange(500, dtype="f4")),
    "pickled floats": lambda: pickle.dumps([CHANCE.random() for _ in range(300)]),
    "binary property list": lambda: plistlib.dumps({"a": CHANCE.randbytes(900)}, fmt=plistlib.FMT_BINARY),
    "TrueType": font,
    "woff": lambda: b"wOFF\x00\x01\x00\x00" + CHANCE.randbytes(900),
    "ELF": lambda: executable(b"\x7fELF\x02\x01\x01"),
    "Windows program": lambda: executable(b"MZ\x90\x00\x03"),
    "machine code": lambda: executable(b""),
    "Java class": lambda: executable(b"\xca\xfe\xba\xbe\x00\x00\x00\x34"),
    "WebAssembly": lambda: executable(b"\x00asm\x01\x00\x00\x00"),
    "Python bytecode": compiled,
    "Python bytecode without its head": lambda: compiled()[16:],
    "gettext catalogue": catalogue,
    "certificate in DER": certificate,
    "protocol buffers": varints,
    "500 NULs": lambda: bytes(500),
    "text and twice as many NULs": lambda: TEXT[:200].encode("gb18030") + bytes(800),
    "64 random bytes": lambda: CHANCE.randbytes(64),
    "300 random bytes": lambda: CHANCE.randbytes(300),
    "4096 random bytes": lambda: CHANCE.randbytes(4096),
    "text xor a key": lambda: bytes(byte ^ key for byte, key in zip(DATA[:3000], CHANCE.randbytes(3000), strict=True)),
    "int16": lambda: np.array([CHANCE.randrange(-9000, 9000) for _ in range(2000)], dtype="<i2").tobytes(),
    "int16, big-endian": lambda: np.array([CHANCE.randrange(-9000, 9000) for _ in range(2000)], dtype=">i2").tobytes(),
    "int32 in order": lambda: np.arange(2000, dtype="<i4").tobytes(),
    "int64": lambda: np.array([CHANCE.randrange(10**9) for _ in range(500)], dtype="<i8").tobytes(),
    "float32": lambda: np.array([CHANCE.random() for _ in range(900)], dtype="<f4").tobytes(),
    "float64": lambda: np.array([CHANCE.random() for _ in range(500)], dtype="<f8").tobytes(),
    "half floats": lambda: np.array([CHANCE.gauss(0, 1) for _ in range(1500)], dtype="<f2").tobytes(),
}


def npy(numbers):
    file = io.BytesIO()
    np.save(file, numbers)
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_no_text_is_refused(kind):
    with pytest.raises(DecodeError) as caught:
        decode(KINDS[kind]())
    assert caught.value.kind
    assert len(caught.value.reason) > 10
