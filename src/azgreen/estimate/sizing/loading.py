"""How long does a new instance take until it serves?

load time = machine and image + weights / read rate
"""

from __future__ import annotations

from typing import Final

MACHINE_AND_IMAGE_S: Final = 18 * 60
"""Until an added instance of a managed online endpoint has started its container.

The slow end of the 12 to 18 minutes that users measured (azureml-examples, issue 3515): a cool-down
that is too long waits, one that is too short adds instances twice.
"""

READ_GIB_PER_S: Final = 0.25
"""Of weights from the registry to the GPU; assumption, for no source says: a quarter of what one
blob client reads over an 8 Gbit/s network."""


def load_time_s(weights_gib: float) -> float:
    """Return the seconds from the decision to add an instance until it answers."""
    return MACHINE_AND_IMAGE_S + weights_gib / READ_GIB_PER_S
