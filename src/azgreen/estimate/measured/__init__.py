"""What does Azure say that a stack emitted, beside what azgreen estimates of the same months?

Pure functions over what Microsoft.Carbon reported and an inventory. What is not known stays so.
"""

from azgreen.estimate.measured.compare import Compared, Month, TypeRow, compare
from azgreen.estimate.measured.reasons import Reason, reasons
from azgreen.estimate.measured.reported import SCOPES, Reported, top_level, type_of

__all__ = [
    "SCOPES",
    "Compared",
    "Month",
    "Reason",
    "Reported",
    "TypeRow",
    "compare",
    "reasons",
    "top_level",
    "type_of",
]
