"""How much capacity does a stated traffic need? As `azgreen place` counts it, to the unit."""

from azgreen.estimate.capacity import PEAK_FACTOR, capacity_enqueued_kilotokens, capacity_ktpm

__all__ = ["PEAK_FACTOR", "capacity_enqueued_kilotokens", "capacity_ktpm"]
