"""Why may Azure's figure and the estimate differ? Each reason with its source; none is a guess."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import region
from azgreen.estimate.carbon import FALLBACK_PUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.estimate.inventory import Line
    from azgreen.estimate.measured.compare import Compared
    from azgreen.estimate.measured.gpus import Gpus

APPLIES, NOT_KNOWN = "applies", "not known"
NOT_REPORTED: Final = "not reported"
"""Name of the reason that Azure has no figure of something that the estimate holds."""

_METHOD: Final = "learn.microsoft.com/industry/sustainability/api-calculation-method"
_METRICS: Final = (
    "azure-monitor-docs, supported-metrics, onlineEndpoints/deployments; METHODOLOGY.md"
)
_TERMS: Final = "learn.microsoft.com/azure/carbon-optimization/emissions-terminology"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that makes the two figures differ."""

    name: str
    state: str
    """Whether it `applies` here, or that is `not known`."""
    what: str
    source: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def reasons(
    compared: Compared, lines: Sequence[Line], gpus: Gpus | None = None
) -> tuple[Reason, ...]:
    """Return what may explain that Azure's figures are not the estimate's.

    Args:
        compared: The months.
        lines: The estimate; none where no stack was named, and then there is nothing to explain.
        gpus: What was measured, where anything was.
    """
    if not lines:
        return ()
    return (*_made_of(compared, lines), *_measured(gpus))


def _made_of(compared: Compared, lines: Sequence[Line]) -> Iterator[Reason]:
    known = [line for line in lines if line.gco2e is not None and line.gco2e.high]
    scopes = {scope for month in compared.months for scope in month.reported_kg}
    yield Reason(
        "scopes",
        APPLIES,
        "the estimate is of the electricity of use and of making the GPUs and their servers;"
        f" Azure reported {', '.join(sorted(scopes)) or 'nothing'}: its scope 1 is fuel burned on"
        " site, its scope 3 the making, transport and end of life of all hardware",
        _METHOD,
    )
    yield _market()
    yield from _pue(known)
    yield from _unknown(lines)
    yield from _unreported(compared)
    yield Reason(
        "allocation",
        APPLIES,
        "Azure divides what its data centres emitted among its customers by hours of use of"
        " compute, storage and transfer; it measures no single resource. The estimate follows the"
        " declared traffic, all month long",
        _TERMS,
    )


def _measured(gpus: Gpus | None) -> Iterator[Reason]:
    if gpus is not None and gpus.months:
        hourly = max(month.hourly_share for month in gpus.months)
        grid = "of its hour where it is known" if hourly else "of the year, not of the hour"
        yield Reason(
            "measured energy",
            APPLIES,
            "GpuEnergyJoules is of the GPUs alone: their host is added by a factor, the making of"
            f" the hardware is not in it, and the grid is that {grid}. That samples add up, and"
            " that one is of all GPUs of a machine, is inferred from the metric's description and"
            " not documented",
            _METRICS,
        )


def _market() -> Reason:
    return Reason(
        "market or location",
        NOT_KNOWN,
        "the estimate is location-based: bought certificates change nothing. Microsoft.Carbon does"
        " not say on which basis its scope 2 is; of Microsoft 365 Microsoft says that it is"
        " market-based. Where matched purchases make scope 2 zero, the ratio tells of contracts"
        " and not of use: the two are not to be mixed (up to 55.1 % overstated)",
        "azure-rest-api-specs, Microsoft.Carbon 2025-04-01; Microsoft's announcement of its API for"
        " Microsoft 365, 2023-04; arXiv 2402.03550",
    )


def _pue(known: Sequence[Line]) -> Iterator[Reason]:
    names = sorted({line.region for line in known if line.region is not None})
    without = [name for name in names if region(name).pue is None]
    if names:
        assumed = f"{FALLBACK_PUE.low:g} to {FALLBACK_PUE.high:g}"
        of_it = f"; {assumed} is assumed for {', '.join(without)}" if without else ""
        yield Reason(
            "PUE",
            NOT_KNOWN,
            "which PUE Azure reckons with is not published by region and month; the estimate takes"
            f" the catalogue's{of_it}",
            "GSF real-time-cloud; METHODOLOGY.md",
        )


def _unreported(compared: Compared) -> Iterator[Reason]:
    """Yield that the estimate holds what Azure did not report, in the newest month with figures."""
    for month in reversed(compared.months):
        if not month.reported_kg:
            continue
        missing = [row.name for row in month.resources if row.reported_kg is None]
        if missing:
            told = f"Azure reported nothing of {', '.join(missing)} in {month.month:%Y-%m}"
            yield Reason(NOT_REPORTED, APPLIES, f"{told}; the estimate holds it", "this table")
        return


def _unknown(lines: Sequence[Line]) -> Iterator[Reason]:
    missing = [line for line in lines if "gco2e" in line.not_known]
    told = {line.not_known["gco2e"]: 0 for line in missing}
    for line in missing:
        told[line.not_known["gco2e"]] += 1
    for why, count in told.items():
        noun = "resource has" if count == 1 else "resources have"
        yield Reason("not estimated", APPLIES, f"{count} {noun} no estimate: {why}", "inventory")
