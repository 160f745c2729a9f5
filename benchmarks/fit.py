"""Fits the weights of both stages; numpy, and scipy for one minimiser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from samples import CONTENT, LABELS, Sample
from scipy import optimize, sparse

from cleantext.arrays import codes
from cleantext.filters.notices.score.characters import folded
from cleantext.filters.notices.score.grams import BITS, LABEL_BITS, PAIR_BITS, pair_hashes
from cleantext.filters.notices.score.model import Nets

if TYPE_CHECKING:
    from numpy.typing import NDArray

RIDGE: Final = 3.0
"""What a run's squared weight costs, in segments."""

HIDDEN: Final = 32
EPOCHS: Final = 10
BATCH: Final = 512
RATE: Final = 2e-3
DECAY: Final = 1e-3


def pair_weights(samples: Iterable[Sample]) -> NDArray[np.float32]:
    """Return for each hashed pair the log of how much likelier it stands in a notice, between -1 and 3."""
    counts = np.ones((2, 1 << PAIR_BITS))
    for sample in samples:
        hashes = pair_hashes(folded(codes(sample.text)))
        for kind, inside in enumerate((sample.marks == CONTENT, sample.marks > CONTENT)):
            counts[kind] += np.bincount(hashes[inside], minlength=1 << PAIR_BITS)
    share = counts / counts.sum(axis=1, keepdims=True)
    seen = counts.sum(axis=0) > 6
    return np.where(seen, np.clip(np.log(share[1] / share[0]), -1, 3), -0.5).astype(np.float32)


def fit_runs(
    runs: sparse.csr_matrix, notice: NDArray[np.bool_], weight: NDArray[np.float64], used: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], float]:
    """Fit a logistic regression of the used rows; return the weights of runs and the bias."""
    x, y, w = runs[used], notice[used].astype(np.float64), weight[used] / weight[used].mean()
    back = x.T.tocsr()

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ point[:-1] + point[-1]
        slope = w * (1 / (1 + np.exp(-z)) - y)
        value = w @ (np.logaddexp(0, z) - y * z) + 0.5 * RIDGE * point[:-1] @ point[:-1]
        return float(value), np.append(back @ slope + RIDGE * point[:-1], slope.sum())

    found = optimize.minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return found.x[:-1].astype(np.float32), float(found.x[-1])


def fit_labels(
    runs: sparse.csr_matrix, mark: NDArray[np.int8], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fit a softmax regression of the labels of notices on hashed runs; return weights and biases, a column a label."""
    known = mark > CONTENT
    size = 1 << LABEL_BITS
    x = sparse.csr_matrix(
        (runs[known].data, runs[known].indices >> (BITS - LABEL_BITS), runs[known].indptr), (known.sum(), size)
    )
    x.sum_duplicates()
    y, w = mark[known].astype(np.int64) - 1, (weight[known] / weight[known].mean())[:, None]
    back, rows = x.T.tocsr(), np.arange(len(y))

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = point.reshape(size + 1, len(LABELS))
        z = x @ table[:-1] + table[-1]
        z -= z.max(axis=1, keepdims=True)
        chance = np.exp(z)
        chance /= chance.sum(axis=1, keepdims=True)
        value = -(w[:, 0] @ np.log(chance[rows, y] + 1e-12)) + 0.5 * RIDGE * (table[:-1] ** 2).sum()
        chance[rows, y] -= 1
        slope = w * chance
        return float(value), np.concatenate((back @ slope + RIDGE * table[:-1], slope.sum(axis=0)[None])).ravel()

    start = np.zeros((size + 1) * len(LABELS))
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 40})
    table = found.x.reshape(size + 1, len(LABELS)).astype(np.float32)
    return table[:-1], table[-1]


def fit_nets(
    values: NDArray[np.float32], notice: NDArray[np.bool_], weight: NDArray[np.float64], seed: Sequence[int], count: int
) -> Nets:
    """Fit `count` nets with one hidden layer, each from another start."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-3
    z = np.clip((values - mean) / spread, -5, 5).astype(np.float32)
    y, w = notice.astype(np.float32), (weight / weight.mean()).astype(np.float32)
    nets = [_fit_net(z, y, w, np.random.default_rng([*seed, i])) for i in range(count)]
    return Nets(mean, spread, *(np.stack([net[i] for net in nets]) for i in range(4)))


def _fit_net(
    z: NDArray[np.float32], y: NDArray[np.float32], w: NDArray[np.float32], chance: np.random.Generator
) -> list[NDArray[np.float32]]:
    """Fit one net with Adam; the rate falls to nothing."""
    size = z.shape[1]
    start = [
        chance.normal(0, (2 / size) ** 0.5, (size, HIDDEN)), np.zeros(HIDDEN),
        chance.normal(0, (1 / HIDDEN) ** 0.5, HIDDEN), np.zeros(()),
    ]  # fmt: skip
    net: list[NDArray[np.float32]] = [np.asarray(one, np.float32) for one in start]
    first, second = [np.zeros_like(one) for one in net], [np.zeros_like(one) for one in net]
    steps = EPOCHS * (len(z) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = chance.permutation(len(z))
        for at in range(0, len(z) - BATCH + 1, BATCH):
            step += 1
            rate = RATE * (1 - step / (steps + 1))
            for i, slope in enumerate(
                _slopes(net, z[order[at : at + BATCH]], y[order[at : at + BATCH]], w[order[at : at + BATCH]])
            ):
                first[i] += 0.1 * (slope - first[i])
                second[i] += 0.001 * (slope * slope - second[i])
                grown = np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8
                net[i] = net[i] - np.float32(rate) * (first[i] / (1 - 0.9**step) / grown + DECAY * net[i])
    return net


def _slopes(
    net: list[NDArray[np.float32]], z: NDArray[np.float32], y: NDArray[np.float32], w: NDArray[np.float32]
) -> list[NDArray[np.float32]]:
    hidden, hidden_bias, out, out_bias = net
    units = np.maximum(z @ hidden + hidden_bias, 0)
    error = w * (1 / (1 + np.exp(-np.clip(units @ out + out_bias, -30, 30))) - y) / len(y)
    back = error[:, None] * out * (units > 0)
    return [z.T @ back, back.sum(axis=0), units.T @ error, np.asarray(error.sum(), np.float32)]
