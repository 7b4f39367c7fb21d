"""How should a deployment follow its load, and what would have become of a load under a policy?

Pure functions over `Load`; `azgreen.traces` makes one from a file.
"""

from azgreen.estimate.scaling.comparison import Comparison, compare
from azgreen.estimate.scaling.deferral import Deferral, bounded, deferred
from azgreen.estimate.scaling.generate import (
    DEFAULT_SHAPE,
    WeekShape,
    cycle,
    from_hours,
    week_of_hours,
    weeks,
)
from azgreen.estimate.scaling.load import Load
from azgreen.estimate.scaling.power import Power
from azgreen.estimate.scaling.refine import refined
from azgreen.estimate.scaling.repeat import begun, repeated
from azgreen.estimate.scaling.replay import (
    LATE_BUDGET,
    Case,
    Outcome,
    autoscaled,
    oracle,
    static_least,
    static_peak,
)
from azgreen.estimate.scaling.serving import (
    DEFAULT_INPUT_TOKEN_WEIGHT,
    Engine,
    Instance,
    from_roofline,
)
from azgreen.estimate.scaling.setting import Profile, Rule, Setting, Start
from azgreen.estimate.scaling.size import Sizing, autoscale
from azgreen.estimate.scaling.written import setting_in_azure, setting_of

__all__ = [
    "DEFAULT_INPUT_TOKEN_WEIGHT",
    "DEFAULT_SHAPE",
    "LATE_BUDGET",
    "Case",
    "Comparison",
    "Deferral",
    "Engine",
    "Instance",
    "Load",
    "Outcome",
    "Power",
    "Profile",
    "Rule",
    "Setting",
    "Sizing",
    "Start",
    "WeekShape",
    "autoscale",
    "autoscaled",
    "begun",
    "bounded",
    "compare",
    "cycle",
    "deferred",
    "from_hours",
    "from_roofline",
    "oracle",
    "refined",
    "repeated",
    "setting_in_azure",
    "setting_of",
    "static_least",
    "static_peak",
    "week_of_hours",
    "weeks",
]
