"""What does Electricity Maps say of a zone now, for the next hours, and of the past?

`GET /v3/carbon-intensity/latest`, `/forecast` and `/past-range`, key in the header `auth-token`:
the reference at portal.electricitymaps.com and the maker's own client, PyPI `electricitymaps`
0.0.1. The figure is flow-traced and, with the factors that are asked for here, life cycle.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import Fault, InputError
from azgreen.estimate.grid import GridIntensity, at
from azgreen.estimate.timing import Intensity
from azgreen.grid._http import (
    YEARLY,
    Answer,
    GridError,
    NoReadingError,
    Service,
    moment,
    number,
    spans,
)
from azgreen.web import unset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

KEY: Final = "ELECTRICITY_MAPS_API_KEY"
"""The variable that the maker's own client documents."""

URL: Final = "https://api.electricitymaps.com"
_NAME: Final = "Electricity Maps"
_NEEDED: Final = "live readings need a key of Electricity Maps; sign up at electricitymaps.com"
_FACTORS: Final = "lifecycle"  # as in the yearly averages; "direct" leaves out what is upstream
_HORIZON_HOURS: Final = 24
_MOST_PAST: Final = timedelta(days=10)
"""A question of hours goes over 240 of them at most (reference, past-range)."""
_REFUSED: Final = (401, 403)
_ABSENT: Final = (400, 404)
_OF_A_ZONE: Final = "zonekey"  # in the 401 of a key that is good, but not for that zone


@dataclass(frozen=True, slots=True)
class Forecast:
    """gCO2e/kWh of a zone for the hours to come, by the hour's beginning."""

    zone: str
    gco2e_per_kwh: Mapping[datetime, float]
    made: datetime | None = None
    """When; None where the service does not tell."""

    @property
    def intensity(self) -> Intensity:
        """The same by time, to plan by."""
        made = "" if self.made is None else f", made {at(self.made)}"
        source = f"{_NAME}, forecast of zone {self.zone}{made}"
        return Intensity.of(self.gco2e_per_kwh.items(), source)

    @property
    def cleanest(self) -> datetime:
        """The hour with the least, the first of several."""
        return min(self.gco2e_per_kwh, key=lambda hour: (self.gco2e_per_kwh[hour], hour))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        hours = {hour.isoformat(): value for hour, value in self.gco2e_per_kwh.items()}
        return {"zone": self.zone, "gco2e_per_kwh": hours, "cleanest": self.cleanest.isoformat()}

    def __str__(self) -> str:
        values = self.gco2e_per_kwh.values()
        ends = f"{min(values):.0f} to {max(values):.0f} gCO2e/kWh"
        hours = f"{_NAME}, zone {self.zone}, next {len(values)} hours"
        return f"{hours}: {ends}, least in the hour of {at(self.cleanest)}"


class ElectricityMaps:
    """Asks with the key of the environment; a fault says what to do `otherwise`.

    Raises:
        InputError: there is no key, or one that cannot be sent.
    """

    def __init__(
        self,
        url: str | None = None,
        environment: Mapping[str, str] = os.environ,
        otherwise: str = YEARLY,
    ) -> None:
        if faults := self.faults(environment):
            raise InputError(faults)
        self._service = Service(_NAME, url or URL, otherwise=otherwise)
        self._headers = {"auth-token": environment[KEY].strip()}

    @staticmethod
    def faults(environment: Mapping[str, str] = os.environ) -> list[Fault]:
        """Return what of the environment is missing, or cannot be sent."""
        found = unset((KEY,), environment, _NEEDED)
        key = environment.get(KEY, "").strip()
        if not (key.isascii() and key.isprintable()):
            found.append(Fault(KEY, "holds a character that no key has; copy it again"))
        return found

    def close(self) -> None:
        """End the connections."""
        self._service.close()

    def latest(self, zone: str) -> GridIntensity:
        """Return the reading of the newest hour.

        Raises:
            NoReadingError: the zone is not known, has no data, or is not in the key's plan.
            GridError: the key is refused, its quota is used up, or the service does not answer.
        """
        body = self._asked("latest", zone, {})
        if body.get("carbonIntensity") is None:
            raise NoReadingError("nothing is measured or estimated for this hour")
        if (factors := body.get("emissionFactorType")) != _FACTORS:
            raise self._service.undocumented(f"emissionFactorType {factors!r}, not {_FACTORS!r}")
        with self._service.documented():
            return GridIntensity(
                gco2e_per_kwh=number(body["carbonIntensity"]),
                source=_NAME,
                zone=zone,
                as_of=moment(body["datetime"]),
                is_estimated=bool(body["isEstimated"]),
            )

    def forecast(self, zone: str, hours: int = _HORIZON_HOURS) -> Forecast:
        """Return the next 6, 24, 48 or 72 hours; raises as `latest` does.

        Not every plan holds forecasts, nor all that are as long.
        """
        body = self._asked("forecast", zone, {"horizonHours": str(hours)})
        rows = dict(self._rows(body, "forecast"))
        if not rows:
            raise NoReadingError("the forecast is empty")
        return Forecast(zone, rows, self._made(body))

    def past(self, zone: str, since: datetime, until: datetime) -> Intensity:
        """Return the hours of a while that is over; raises as `latest` does.

        What the service computed because nothing was measured is counted in the source.
        """
        rows, estimated = dict["datetime", float](), set["datetime"]()
        for span in spans(since, until, _MOST_PAST):
            body = self._asked("past-range", zone, span | {"temporalGranularity": "hourly"})
            found = self._rows(body, "data")
            rows |= dict(found)
            both = zip(found, body["data"], strict=True)
            estimated |= {when for (when, _), row in both if row.get("isEstimated") is True}
        if not rows:
            raise NoReadingError("nothing is known of these hours")
        told = f", {len(estimated)} of {len(rows)} hours estimated by it" if estimated else ""
        return Intensity.of(rows.items(), f"{_NAME}, hours of zone {zone}{told}")

    def _rows(self, body: dict[str, Any], key: str) -> list[tuple[datetime, float]]:
        with self._service.documented():
            rows = [(moment(row["datetime"]), number(row["carbonIntensity"])) for row in body[key]]
            factors = {row.get("emissionFactorType", _FACTORS) for row in body[key]} - {_FACTORS}
        if factors:
            raise self._service.undocumented(f"emissionFactorType {factors.pop()!r}")
        return rows

    def _made(self, body: dict[str, Any]) -> datetime | None:
        with self._service.documented():
            return None if body.get("updatedAt") is None else moment(body["updatedAt"])

    def _asked(self, what: str, zone: str, more: dict[str, str]) -> dict[str, Any]:
        # without the last one, an unknown zone is answered with that of the caller's own address
        query = {"zone": zone, "emissionFactorType": _FACTORS, "disableCallerLookup": "true"}
        answer = self._service.get(f"/v3/carbon-intensity/{what}", query | more, self._headers)
        if not answer.is_ok:
            raise _refusal(answer, what)
        body = answer.body
        if body is None:
            raise self._service.undocumented("no JSON object")
        if body.get("zone") != zone:
            raise NoReadingError(f"the answer is for zone {body.get('zone')!r}")
        return body


def _refusal(answer: Answer, what: str) -> Exception:
    reason = answer.reason
    if answer.status in _REFUSED and _OF_A_ZONE in reason.lower():
        return NoReadingError(f"not in the key's plan ({what})")
    if answer.status in _REFUSED:
        said = f"refuses the key in {KEY} ({answer.status}: {reason})"
        return GridError(f"{_NAME}: {said}; check it, or make a new one at electricitymaps.com")
    if answer.status in _ABSENT:
        return NoReadingError(f"not known there ({answer.status}: {reason})")
    return GridError(f"{_NAME}: does not answer ({answer.status}: {reason})")
