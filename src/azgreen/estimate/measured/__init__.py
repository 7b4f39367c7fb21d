"""What does Azure say that a stack emitted, beside what azgreen estimates and what GPUs measured?

Pure functions over what Microsoft.Carbon reported, what Azure Monitor kept and an inventory. What
is not known stays so.
"""

from azgreen.estimate.measured.avoided import (
    OWN_NOT_KNOWN,
    UPPER_BOUND,
    Avoided,
    AvoidedMonth,
    HitReading,
    avoided_months,
)
from azgreen.estimate.measured.compare import Compared, Month, compare
from azgreen.estimate.measured.energy import Asked, GpuMonth, GpuReading, bounds, gpu_months
from azgreen.estimate.measured.gpus import (
    MEASURED,
    NOT_KEPT,
    Gpus,
    MeasuredMonth,
    Unread,
    measured_gpus,
)
from azgreen.estimate.measured.per_request import Answering, PerRequest, per_request
from azgreen.estimate.measured.reasons import NOT_REPORTED, Reason, reasons
from azgreen.estimate.measured.reported import (
    SCOPES,
    Reported,
    pending_months,
    top_level,
    type_of,
)
from azgreen.estimate.measured.rows import ResourceRow, TypeRow
from azgreen.estimate.measured.trend import Trend

__all__ = [
    "MEASURED",
    "NOT_KEPT",
    "NOT_REPORTED",
    "OWN_NOT_KNOWN",
    "SCOPES",
    "UPPER_BOUND",
    "Answering",
    "Asked",
    "Avoided",
    "AvoidedMonth",
    "Compared",
    "GpuMonth",
    "GpuReading",
    "Gpus",
    "HitReading",
    "MeasuredMonth",
    "Month",
    "PerRequest",
    "Reason",
    "Reported",
    "ResourceRow",
    "Trend",
    "TypeRow",
    "Unread",
    "avoided_months",
    "bounds",
    "compare",
    "gpu_months",
    "measured_gpus",
    "pending_months",
    "per_request",
    "reasons",
    "top_level",
    "type_of",
]
