"""Where is a workload to run? Carbon, models, SKUs, quota, residency, round trip and price joined.

`decide` is pure: the catalogue and what is passed in; the command line adds what is live.
"""

from azgreen.estimate.placement.candidate import Candidate
from azgreen.estimate.placement.constraints import ORDER, Failure, region_failure
from azgreen.estimate.placement.contradictions import Contradiction, contradictions
from azgreen.estimate.placement.decision import Decision, NoPlaceError, decide
from azgreen.estimate.placement.notes import notes
from azgreen.estimate.placement.plain import as_dict
from azgreen.estimate.placement.record import record
from azgreen.estimate.placement.relaxation import Relaxation
from azgreen.estimate.placement.snapshot import snapshot_warnings
from azgreen.estimate.placement.supply import Supply, catalogue_supply
from azgreen.estimate.placement.workload import Residency, Weights, Workload, pay_as_you_go

__all__ = [
    "ORDER",
    "Candidate",
    "Contradiction",
    "Decision",
    "Failure",
    "NoPlaceError",
    "Relaxation",
    "Residency",
    "Supply",
    "Weights",
    "Workload",
    "as_dict",
    "catalogue_supply",
    "contradictions",
    "decide",
    "notes",
    "pay_as_you_go",
    "record",
    "region_failure",
    "snapshot_warnings",
]
