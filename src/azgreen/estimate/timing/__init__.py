"""When should a job that can wait run, so that its electricity emits the least?

Pure functions over the intensity of a grid by time, however long its steps are. Moments are in
UTC: a clock that is put forward or back changes nothing. What is not known stays so.
"""

from azgreen.estimate.timing.hours import Intensity, Step
from azgreen.estimate.timing.profile import WEEK_HOURS, profile_of, repeated
from azgreen.estimate.timing.realised import Realised, realised
from azgreen.estimate.timing.start import Job, Plan, Run, best_parts, best_start

__all__ = [
    "WEEK_HOURS",
    "Intensity",
    "Job",
    "Plan",
    "Realised",
    "Run",
    "Step",
    "best_parts",
    "best_start",
    "profile_of",
    "realised",
    "repeated",
]
