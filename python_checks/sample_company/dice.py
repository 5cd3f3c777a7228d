"""Chance with a fixed seed: every draw comes from `Random.random()`, whose stream never changes."""

from collections.abc import Mapping, Sequence
from math import prod
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One reproducible stream of draws, named by its seed."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def share(self) -> float:
        """Give a number from 0 (included) to 1 (excluded)."""
        return self._random.random()

    def chance(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self.share() < probability

    def whole(self, low: int, high: int) -> int:
        """Give a whole number from low to high, both included."""
        return low + int(self.share() * (high - low + 1))

    def skewed(self, low: int, high: int, skew: int) -> int:
        """Give a whole number from low to high: the larger the skew, the rarer the large ones."""
        return low + int(prod([self.share()] * skew) * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """Give one of the choices, all equally likely."""
        return choices[self.whole(0, len(choices) - 1)]

    def weigh(self, weights: Mapping[T, int]) -> T:
        """Give one of the keys, as likely as its weight says."""
        return self.pick([choice for choice, weight in weights.items() for _ in range(weight)])
