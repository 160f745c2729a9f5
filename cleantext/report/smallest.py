"""A sample of something too long to keep: the few with the smallest keys, whatever the order they come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappush, heapreplace
from typing import Generic, TypeVar
from zlib import crc32

T = TypeVar("T")


@dataclass(slots=True)
class Smallest(Generic[T]):
    """At most `most` things, one for each key; with hashes as keys this is a random sample that is always the same."""

    most: int
    _heap: list[tuple[float, T]] = field(default_factory=list)
    _keys: set[float] = field(default_factory=set)

    def offer(self, key: float, make: Callable[[], T]) -> None:
        """Take a thing in, if its key is among the smallest and new; only then it is made."""
        if self.most < 1 or key in self._keys:
            return
        if len(self._heap) < self.most:
            heappush(self._heap, (-key, make()))
        elif key < -self._heap[0][0]:
            gone, _ = heapreplace(self._heap, (-key, make()))
            self._keys.discard(-gone)
        else:
            return
        self._keys.add(key)

    def sorted(self) -> list[T]:
        """Return the things by their keys, the smallest first."""
        return [thing for _, thing in sorted(self._heap, key=lambda one: -one[0])]


def hash_of(*texts: str) -> int:
    """Return a number that looks random and is the same in every process."""
    return crc32("\x1f".join(texts).encode("utf-8", "surrogatepass"))
