"""What of a stack is deployed and not needed, and what would be saved without it?

One judge a kind of waste: values go in, a `Judged` comes out, which says why it is waste, why it is
needed, or what is missing to tell. Nothing is asked of Azure. What is too large for its load, but
used, is `azgreen.estimate.rightsizing`'s.
"""

from azgreen.estimate.waste.cache import Cache, without_hits
from azgreen.estimate.waste.cluster import Cluster, never_at_zero
from azgreen.estimate.waste.counted import LEAST_COVERAGE, Counted
from azgreen.estimate.waste.idle import Idle, idle
from azgreen.estimate.waste.judged import (
    IDLE,
    KINDS,
    LARGER,
    NEVER_ZERO,
    NO_HITS,
    UNDERUSED,
    Judged,
)
from azgreen.estimate.waste.larger import Served, candidate_of, larger
from azgreen.estimate.waste.machines import idle_month
from azgreen.estimate.waste.months import nothing, of_figures, of_line
from azgreen.estimate.waste.proof import KEY, MOST_DAYS, PROMOTE, Proof, newest
from azgreen.estimate.waste.ranking import ranked
from azgreen.estimate.waste.underused import Ptus, daily_percent, is_under, underused

__all__ = [
    "IDLE",
    "KEY",
    "KINDS",
    "LARGER",
    "LEAST_COVERAGE",
    "MOST_DAYS",
    "NEVER_ZERO",
    "NO_HITS",
    "PROMOTE",
    "UNDERUSED",
    "Cache",
    "Cluster",
    "Counted",
    "Idle",
    "Judged",
    "Proof",
    "Ptus",
    "Served",
    "candidate_of",
    "daily_percent",
    "idle",
    "idle_month",
    "is_under",
    "larger",
    "never_at_zero",
    "newest",
    "nothing",
    "of_figures",
    "of_line",
    "ranked",
    "underused",
    "without_hits",
]
