"""What is asked of a trace, whatever runs it?

Written once, in Ibis, against a table `requests` of texts; `sql` gives the words of one engine.
Only whole files have an order: on an engine without one every `line` is 0, and order is not asked.
"""

from __future__ import annotations

import warnings
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from types import ModuleType

Dialect = Literal["duckdb", "pyspark"]

TABLE: Final = "requests"
COLUMNS: Final = {
    "line": "int64",
    "at": "string",
    "input_tokens": "string",
    "output_tokens": "string",
}

_LEAST_TIME: Final = len("2023-11-16 18:15:46")


def ibis() -> ModuleType:
    """Return Ibis, or say how to install it."""
    try:
        module = import_module("ibis")  # heavy, and an extra
    except ImportError as missing:
        raise MissingExtraError("traces", missing.name or "ibis") from missing
    return module


class MissingExtraError(InputError):
    """A library that comes with an extra is not installed."""

    def __init__(self, extra: str, module: str) -> None:
        self.extra, self.module = extra, module
        fix = f"install it with: pip install 'azgreen[{extra}]'"
        super().__init__([Fault("traces", f"need {module!r}, which is not installed; {fix}")])


def _typed() -> Any:
    """Return the table with its texts as values, NULL where they are none."""
    # Ibis' expressions have no types that a checker could follow: Any, within this module only
    table: Any = ibis().table(COLUMNS, name=TABLE)
    zone = _zone(table.at)
    # engines differ in what they make of a zone, so it is cut off here and counted afterwards;
    # and they take a date alone for midnight, which is too little
    local = table.at.substr(0, table.at.length() - zone.length())
    clock = (table.at.length() >= _LEAST_TIME).ifelse(local, None).try_cast("timestamp")
    return table.select(
        line=table.line,
        at=table.at,
        input_text=table.input_tokens,
        output_text=table.output_tokens,
        clock=clock,
        zone=zone,
        input_tokens=table.input_tokens.try_cast("int64"),
        output_tokens=table.output_tokens.try_cast("int64"),
    )


def _zone(at: Any) -> Any:
    """Return the zone that a time ends in, '' for none; plain cuts: ten times a regex's speed."""
    module: Any = ibis()
    long, short = at.right(6), at.right(5)
    return module.cases(
        (at.right(1).isin(["Z"]), "Z"),
        (long.left(1).isin(["+", "-"]), long),
        (short.left(1).isin(["+", "-"]), short),
        else_="",
    )


def _wrong(typed: Any) -> dict[str, Any]:
    return {
        "time": typed.clock.isnull(),
        "input": (typed.input_tokens < 0) | typed.input_tokens.isnull(),
        "output": (typed.output_tokens < 0) | typed.output_tokens.isnull(),
    }


def _faulty(limit: int) -> Any:
    typed = _typed()
    tests = _wrong(typed)
    wrong = tests["time"] | tests["input"] | tests["output"]
    marked = typed.mutate(**{f"bad_{name}": test for name, test in tests.items()})
    shown = ("line", "at", "input_text", "output_text", *(f"bad_{name}" for name in tests))
    return marked.filter(wrong).order_by("line").select(*shown).limit(limit)


def _zones(limit: int) -> Any:
    typed = _typed()
    by_zone = typed.group_by("zone").aggregate(
        line=typed.line.min(), at=typed.at.min(), requests=typed.count()
    )
    return by_zone.order_by(["line", "zone"]).limit(limit)


def _unsorted(limit: int) -> Any:
    module: Any = ibis()
    typed = _typed().select("line", "at", "clock")
    before = typed.clock.lag().over(module.window(order_by=typed.line))
    marked = typed.mutate(before=before)
    late = marked.filter(marked.clock < marked.before)
    return late.order_by("line").select("line", "at", "before").limit(limit)


def _buckets(step_s: int) -> Any:
    """Sum up and check in one pass; requests without a usable time come as bucket NULL."""
    typed = _typed()
    tests = {f"bad_{name}": test.cast("int64") for name, test in _wrong(typed).items()}
    numbered = typed.mutate(bucket=typed.clock.epoch_seconds() // step_s, **tests)
    summed = numbered.group_by("bucket").aggregate(
        requests=numbered.count(),
        input_tokens=numbered.input_tokens.sum(),
        output_tokens=numbered.output_tokens.sum(),
        **{name: numbered[name].sum() for name in tests},
        first_zone=numbered.zone.min(),
        last_zone=numbered.zone.max(),
        first_line=numbered.line.min(),
        last_line=numbered.line.max(),
    )
    return summed.order_by("bucket")


@cache
def sql(question: str, dialect: Dialect, number: int = 0) -> str:
    """Return the SQL of one of the questions in an engine's dialect.

    Args:
        question: faulty, zones, unsorted or buckets.
        dialect: the engine.
        number: rows wanted at most, or for buckets the seconds of a step.
    """
    asked: dict[str, Any] = {
        "faulty": _faulty,
        "zones": _zones,
        "unsorted": _unsorted,
        "buckets": _buckets,
    }
    module: Any = ibis()
    with warnings.catch_warnings():
        # Ibis warns of its own dependencies' future, which a user can do nothing about
        warnings.simplefilter("ignore")
        return str(module.to_sql(asked[question](number), dialect=dialect))
