"""Which job trains a LoRA adapter in the cleanest hours, and registers it only if it is good?

- Billed: the machine with a GPU while the run lasts and two minutes more (list prices,
  `instances.csv`), and one without GPUs while it is judged; none while nothing runs, for both
  clusters scale to zero. The price at low priority is not in the catalogue. The workspace's storage
  and vault are billed by use.
- Carbon: output `footprint` tells GPU-hours, kWh, gCO2e and USD of a run before there is anything,
  from tokens, epochs and parameters ([methods](../METHODOLOGY.md)); the run starts where its hours
  are the cleanest of the profile that is given. Output `paybackPromptTokens` tells what it must
  save.
- Not known: the memory is counted by hand and the utilisation is that of large trainings, so both
  have wide ends; how long the answers for the comparison take; what the tuned model emits once it
  is served; whether a quota of the family is left in the region.
"""

from azgreen_components.fine_tuning.args import FineTuningArgs
from azgreen_components.fine_tuning.component import FineTuning

__all__ = ["FineTuning", "FineTuningArgs"]
