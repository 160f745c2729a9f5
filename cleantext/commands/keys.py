"""Single keys from a terminal, of which none is lost, also where it is pressed before it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

_END: Final = b"\x04"
"""What Ctrl-D sends where no line is waited for."""


@contextmanager
def pressed() -> Iterator[Callable[[], str]]:
    """Yield what returns the next key that is pressed at the terminal of standard input.

    The terminal gives single keys, unseen, for as long as the block lasts, and not only while one is waited for: a
    change from one to the other would lose keys. What is returned raises `EOFError` at the end of the input and
    `KeyboardInterrupt` at Ctrl-C.
    """
    try:
        import termios  # noqa: PLC0415 - Windows has none
        import tty  # noqa: PLC0415 - see above
    except ImportError:
        yield click.getchar
        return
    file = sys.stdin.fileno()
    before = termios.tcgetattr(file)
    tty.setcbreak(file, termios.TCSADRAIN)
    try:
        yield lambda: _key(file)
    finally:
        termios.tcsetattr(file, termios.TCSADRAIN, before)


def _key(file: int) -> str:
    key = os.read(file, 1)
    if key in (b"", _END):
        raise EOFError
    return key.decode("latin-1")
