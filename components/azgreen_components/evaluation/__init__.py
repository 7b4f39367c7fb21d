"""Which job judges, again and again, whether a smaller model may replace a larger one?

- Billed: one machine of the cluster while a job runs and two minutes more (list prices,
  `instances.csv`); none while nothing runs, for it scales to zero. The workspace's storage and
  vault are billed by use.
- Carbon: the job starts in the hour with the least gCO2e/kWh of the profile that is given, and its
  verdict is what lets a smaller model serve: `azgreen evaluate` tells what that saves. A machine
  without GPUs is taken, the smallest that the catalogue lists.
- Not known: how long a job runs, and what a machine without GPUs draws: the catalogue lists power
  for GPUs alone. Whether a quota of the family is left in the region.
"""

from azgreen_components.evaluation.args import EvaluationArgs
from azgreen_components.evaluation.component import Evaluation

__all__ = ["Evaluation", "EvaluationArgs"]
