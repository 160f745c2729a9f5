"""The trained weights, and the two stages that use them: runs of characters first, then small nets over features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib.resources import as_file, files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleantext.filters.notices.score.grams import Table
from cleantext.filters.notices.score.judged import WEIGHTS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

TABLES: Final = ("pairs", "runs", "labels")

ALONE: Final = 1 << 18
"""Up to so many multiplications are done by one thread: more, and threads wait for each other longer than they work."""


@dataclass(frozen=True)
class Nets:
    """Several small nets with one hidden layer over the same features.

    Attributes:
        mean: of each feature, to be taken away.
        spread: of each feature, to be divided by.
        hidden: of each net, features to hidden units.
        hidden_bias: of each net.
        out: of each net, hidden units to log odds.
        out_bias: of each net.
    """

    mean: NDArray[np.float32]
    spread: NDArray[np.float32]
    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    out_bias: NDArray[np.float32]

    def chance(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the chance of being a notice for rows of features: the mean of what the nets say."""
        return self._chance(_product(self._scaled(rows), self._all_hidden))

    def chance_without(self, rows: NDArray[np.float32], bounds: Sequence[int]) -> NDArray[np.float32]:
        """Return the chance for rows of features if a group of them had its mean: a row a row, a column a group.

        Args:
            rows: the features.
            bounds: where each group begins, and where the last one ends.
        """
        z = self._scaled(rows)
        parts = np.stack([_product(z[:, low:high], self._all_hidden[low:high]) for low, high in pairwise(bounds)], 1)
        without = parts.sum(axis=1, keepdims=True) - parts
        return self._chance(without.reshape(-1, without.shape[2])).reshape(parts.shape[:2])

    def _scaled(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        scaled = rows - self.mean
        scaled /= self.spread
        np.maximum(scaled, -5, out=scaled)
        np.minimum(scaled, 5, out=scaled)
        return scaled

    def _chance(self, sums: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the chance for the sums that come into the hidden units."""
        units = sums + self.hidden_bias.ravel()
        np.maximum(units, 0, out=units)
        odds = np.einsum("ijk,jk->ij", units.reshape(len(sums), *self.out.shape), self.out) + self.out_bias
        chance: NDArray[np.float32] = (1 / (1 + np.exp(-np.minimum(np.maximum(odds, -30), 30)))).mean(axis=1)
        return chance

    @cached_property
    def _all_hidden(self) -> NDArray[np.float32]:
        """The hidden units of all nets side by side, so that one product does for all."""
        return np.hstack(list(self.hidden))


def _product(rows: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Multiply two matrices, a few rows at a time, so that the library below starts no threads."""
    step = max(1, ALONE // columns.size)
    if len(rows) <= step:
        return rows @ columns
    return np.concatenate([rows[at : at + step] @ columns for at in range(0, len(rows), step)])


@dataclass(frozen=True)
class Model:
    """All weights.

    Attributes:
        pairs: weights of hashed pairs of characters, by which the gate decides.
        runs: weights of hashed runs of characters.
        bias: log odds of a segment without runs.
        labels: weights of hashed runs, a column a label, and their biases.
        label_bias: see `labels`.
        first: the nets that see the first stage's scores of the neighbours.
        second: the nets that see what the first ones say of them.
        page: the nets that see the same of every segment of a page, and where on the page its text is.
        limits: from which score on a segment goes, for each profile, and from which on it is suggested.
    """

    pairs: Table
    runs: Table
    bias: float
    labels: Table
    label_bias: NDArray[np.float32]
    first: Nets
    second: Nets
    page: Nets
    limits: dict[str, float]

    def save(self, path: Path) -> None:
        """Write the weights, the large tables as whole numbers of 1/127 of the largest."""
        stored: dict[str, Any] = {name: getattr(self, name) for name in ("bias", "label_bias")}
        for name in TABLES:
            table: Table = getattr(self, name)
            largest = np.abs(table.values).max()
            stored[name] = np.round(table.values / largest * 127).astype(np.int8)
            stored[f"{name}_scale"] = largest / 127 * table.unit
        for stage, nets in (("first", self.first), ("second", self.second), ("page", self.page)):
            stored.update({f"{stage}_{one.name}": getattr(nets, one.name).astype(np.float16) for one in fields(Nets)})
        stored.update({f"limit_{name}": value for name, value in self.limits.items()})
        np.savez_compressed(path, **stored)


@cache
def shipped() -> Model:
    """Return the model that comes with the library, read once."""
    with as_file(files("cleantext").joinpath(WEIGHTS)) as path:
        return load(path)


def load(path: Path) -> Model:
    """Read a model that `Model.save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        return Model(
            **{name: Table(stored[name], float(stored[f"{name}_scale"])) for name in TABLES},
            bias=float(stored["bias"]),
            label_bias=stored["label_bias"],
            first=_nets(stored, "first"),
            second=_nets(stored, "second"),
            page=_nets(stored, "page"),
            limits={name[6:]: float(stored[name]) for name in stored.files if name.startswith("limit_")},
        )


def _nets(stored: Mapping[str, NDArray[np.float16]], stage: str) -> Nets:
    return Nets(**{one.name: stored[f"{stage}_{one.name}"].astype(np.float32) for one in fields(Nets)})
