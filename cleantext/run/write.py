"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from secrets import token_hex


def write(path: Path, data: bytes) -> None:
    """Write a file, and the folders that it needs; under its name there is the old file or the whole new one.

    The data first goes to a file in the same folder whose name begins with a dot, so that no run reads it.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".cleantext-{token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
