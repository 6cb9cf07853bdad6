"""Force-directed layout of a small network of names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 720.0, 460.0
MARGIN_X, MARGIN_Y = 76.0, 34.0
ROUNDS = 260
# Size of a node with its label: nodes closer than this overlap.
LABEL_WIDTH, LABEL_HEIGHT = 112.0, 52.0
PARTING_ROUNDS = 300
# All nodes are linked to the centre, so its springs are weak: else all would be pulled onto it.
PULL_OF_MIDDLE, PULL_OF_OTHERS = 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Edge:
    """Two node numbers, and the strength of their link from 0 to 1."""

    start: int
    end: int
    strength: float


def lay_out(node_count: int, edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """Return a position in WIDTH x HEIGHT for each node, with node 0 in the centre.

    Fruchterman-Reingold from a fixed start, so the layout is deterministic.
    """
    if node_count < 2:
        return [(WIDTH / 2, HEIGHT / 2)] * node_count
    return list(_lay_out(node_count, tuple(edges)))


# The names beside an entity are the same on each visit of its page.
@lru_cache(maxsize=512)
def _lay_out(node_count: int, edges: Sequence[Edge]) -> tuple[tuple[float, float], ...]:
    places = _start(node_count)
    pull = np.zeros((node_count, node_count))
    for edge in edges:
        is_middle = 0 in (edge.start, edge.end)
        strength = PULL_OF_MIDDLE if is_middle else PULL_OF_OTHERS * edge.strength**2
        pull[edge.start, edge.end] = pull[edge.end, edge.start] = strength
    for round_number in range(ROUNDS):
        places = _move(places, pull, 0.12 * (1 - round_number / ROUNDS))
    return tuple(
        (round(float(x), 1), round(float(y), 1))
        for x, y in _separate_labels(_fit(places - places[0]))
    )


def _start(node_count: int) -> NDArray[np.float64]:
    """Return evenly spread start positions (sunflower pattern), without randomness."""
    number = np.arange(node_count, dtype=np.float64)
    radius = np.sqrt(number / node_count)
    angle = number * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _move(
    places: NDArray[np.float64], pull: NDArray[np.float64], step: float
) -> NDArray[np.float64]:
    between = places[:, None, :] - places[None, :, :]
    distance = np.maximum(np.linalg.norm(between, axis=2), 0.01)
    ideal = 1.6 / np.sqrt(len(places))
    force = ideal**2 / distance**2 - pull * distance / ideal
    moves = (between * force[:, :, None]).sum(axis=1)
    length = np.maximum(np.linalg.norm(moves, axis=1, keepdims=True), 1e-9)
    moved: NDArray[np.float64] = places + moves / length * np.minimum(length, step)
    return moved


def _fit(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale the layout to the frame, node 0 in the centre; outliers are moved inwards."""
    reach = np.maximum(np.abs(places).max(axis=0), 1e-9)
    even = np.sign(places) * (np.abs(places) / reach) ** 0.75
    room = np.array([WIDTH / 2 - MARGIN_X, HEIGHT / 2 - MARGIN_Y])
    fitted: NDArray[np.float64] = even * room + np.array([WIDTH / 2, HEIGHT / 2])
    return fitted


def _separate_labels(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move overlapping labels apart along the smaller overlap; node 0 stays in the centre."""
    low = np.array([MARGIN_X, MARGIN_Y])
    high = np.array([WIDTH - MARGIN_X, HEIGHT - MARGIN_Y])
    size = np.array([LABEL_WIDTH, LABEL_HEIGHT])
    for _ in range(PARTING_ROUNDS):
        between = places[:, None, :] - places[None, :, :]
        overlap = np.maximum(size - np.abs(between), 0)
        overlap[np.arange(len(places)), np.arange(len(places))] = 0
        both = (overlap > 0).all(axis=2)
        if not both.any():
            break
        is_across = overlap[:, :, 0] / LABEL_WIDTH < overlap[:, :, 1] / LABEL_HEIGHT
        ways = np.stack([is_across, ~is_across], axis=2) & both[:, :, None]
        side = np.where(between == 0, _order(len(places))[:, :, None], np.sign(between))
        push = (ways * overlap * side).sum(axis=1) * 0.3
        push[0] = 0
        places = np.clip(places + push, low, high)
    return places


def _order(count: int) -> NDArray[np.float64]:
    """Return the direction each of two nodes at the same position moves in."""
    number = np.arange(count)
    order: NDArray[np.float64] = np.sign(number[:, None] - number[None, :]).astype(np.float64)
    return order
