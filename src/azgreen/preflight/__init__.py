"""Would Azure take a plan now: offers, quota, capacity, names, roles?

Pure but for the questions, which `Azure` asks: the client is `azgreen.azure`, tests have their own.
"""

from azgreen.preflight.azure import Azure, Json, RefusedError
from azgreen.preflight.line import CHECKS, Line, Verdict, counts
from azgreen.preflight.run import preflight

__all__ = [
    "CHECKS",
    "Azure",
    "Json",
    "Line",
    "RefusedError",
    "Verdict",
    "counts",
    "preflight",
]
