"""How the three segments buy, grow and leave: tuned until the rates look like a real company's."""

from collections.abc import Mapping
from dataclasses import dataclass

SEGMENTS = {"smb": 64, "mid_market": 26, "enterprise": 10}
BILLED_MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12}


@dataclass(frozen=True)
class Habits:
    """How a segment buys, grows and leaves.

    `seats` are the fewest, the most and the skew of `Dice.skewed`; `tiers` and `periods` are
    weights; sizes are percents of the seats. `churn`, `growth`, `shrink`, `upgrade`, `cross_sell`,
    `product_removed` and `pause` are chances per month (churn gathers until the next renewal);
    the others are chances per renewal, first contract, contract and loss.
    """

    seats: tuple[int, int, int]
    tiers: Mapping[int, int]
    periods: Mapping[str, int]
    churn: float
    growth: float
    growth_sizes: tuple[int, int]
    shrink: float
    shrink_sizes: tuple[int, int]
    upgrade: float
    cross_sell: float
    product_removed: float
    uplift_at_renewal: float
    pause: float
    trial: float
    discounted: float
    comes_back: float


HABITS = {
    "smb": Habits(
        seats=(3, 22, 2),
        tiers={0: 55, 1: 40, 2: 5},
        periods={"monthly": 70, "annual": 26, "quarterly": 4},
        churn=0.0145,
        growth=0.034,
        growth_sizes=(10, 45),
        shrink=0.012,
        shrink_sizes=(10, 35),
        upgrade=0.003,
        cross_sell=0.011,
        product_removed=0.006,
        uplift_at_renewal=0.15,
        pause=0.001,
        trial=0.4,
        discounted=0.16,
        comes_back=0.16,
    ),
    "mid_market": Habits(
        seats=(12, 55, 2),
        tiers={1: 50, 2: 50},
        periods={"monthly": 28, "annual": 62, "quarterly": 10},
        churn=0.0078,
        growth=0.044,
        growth_sizes=(10, 40),
        shrink=0.01,
        shrink_sizes=(8, 25),
        upgrade=0.004,
        cross_sell=0.014,
        product_removed=0.003,
        uplift_at_renewal=0.35,
        pause=0.0006,
        trial=0.12,
        discounted=0.16,
        comes_back=0.15,
    ),
    "enterprise": Habits(
        seats=(30, 250, 4),
        tiers={2: 30, 3: 70},
        periods={"monthly": 4, "annual": 88, "quarterly": 8},
        churn=0.0036,
        growth=0.059,
        growth_sizes=(6, 26),
        shrink=0.009,
        shrink_sizes=(5, 20),
        upgrade=0.004,
        cross_sell=0.02,
        product_removed=0.001,
        uplift_at_renewal=0.6,
        pause=0.0,
        trial=0.03,
        discounted=0.3,
        comes_back=0.1,
    ),
}
