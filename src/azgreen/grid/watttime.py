"""What would one more kWh cause? WattTime's marginal operating emissions rate, by location.

`GET /login`, `/v3/region-from-loc`, `/v3/forecast` and `/v3/historical`, the signal being
`co2_moer`: as docs.watttime.org and the maker's own client, PyPI `watttime` 1.4.0, say. A horizon
of 0 hours is the rate of now; what `/v3/signal-index` gives is a percentile, and no rate at all.

The rate is CO2 alone, of running power plants alone, and of those that answer to a change. So it is
no location-based intensity: it says when a load that can wait should run, and is in no total.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from requests.auth import HTTPBasicAuth

from azgreen.errors import InputError
from azgreen.estimate.grid import at
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
from azgreen.web import Bearer, unset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from azgreen.catalog import Region
    from azgreen.errors import Fault

USER, PASSWORD = "WATTTIME_USER", "WATTTIME_PASSWORD"
"""The variables that the maker's own client reads."""

URL: Final = "https://api.watttime.org"
LB_PER_MWH_IN_G_PER_KWH: Final = 0.45359237
"""Grams in a pound (exact by definition) over kWh in a MWh."""

_NAME: Final = "WattTime"
_NEEDED: Final = "marginal rates need an account of WattTime; sign up at watttime.org"
_SIGNAL, _UNITS = "co2_moer", "lbs_co2_per_mwh"
_HORIZON_HOURS: Final = 72
"""The longest there is (the maker's own client)."""
_MOST_PAST: Final = timedelta(days=30)
"""Of one question, as the maker's own client asks."""
_UNAUTHORIZED: Final = 401
_REFUSED: Final = (_UNAUTHORIZED, 403)
_ABSENT: Final = (400, 404)


@dataclass(frozen=True, slots=True)
class Marginal:
    """gCO2 that one more kWh causes in a region of WattTime's at one moment."""

    marginal_gco2_per_kwh: float
    watttime_region: str
    as_of: datetime

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "marginal_gco2_per_kwh": self.marginal_gco2_per_kwh,
            "source": _NAME,
            "watttime_region": self.watttime_region,
            "as_of": self.as_of.isoformat(),
        }

    def __str__(self) -> str:
        told = f"{self.marginal_gco2_per_kwh:.0f} gCO2 per further kWh"
        return f"{told} ({_NAME}, region {self.watttime_region}, {at(self.as_of)})"


class WattTime:
    """Asks with the user and password of the environment; a login holds for half an hour.

    A fault says what to do `otherwise`.

    Raises:
        InputError: user or password is missing.
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
        user, password = (environment[name].encode() for name in (USER, PASSWORD))
        self._login = HTTPBasicAuth(user, password)
        self._bearer: Bearer | None = None

    @staticmethod
    def faults(environment: Mapping[str, str] = os.environ) -> list[Fault]:
        """Return what of the environment is missing."""
        return unset((USER, PASSWORD), environment, _NEEDED)

    def close(self) -> None:
        """End the connections."""
        self._service.close()

    def now(self, region: Region) -> Marginal:
        """Return the marginal rate where an Azure region lies.

        Raises:
            NoReadingError: no region of WattTime's covers it, or the account does not open it.
            GridError: the login is refused, the quota is used up, or the service does not answer.
        """
        name = self._region(region)
        body = self._asked("forecast", {"region": name, "horizon_hours": "0"})
        rows = self._rows(body)
        with self._service.documented():
            as_of, rate = rows[0]
        return Marginal(rate, name, as_of)

    def forecast(self, region: Region, hours: int = _HORIZON_HOURS) -> Intensity:
        """Return the marginal rates of the hours to come; raises as `now` does."""
        name = self._region(region)
        body = self._asked("forecast", {"region": name, "horizon_hours": str(hours)})
        rows = self._rows(body)
        with self._service.documented():
            made = body["meta"].get("generated_at")
            told = "" if made is None else f", made {at(moment(made))}"
        return self._intensity(rows, f"forecast of region {name}{told}")

    def past(self, region: Region, since: datetime, until: datetime) -> Intensity:
        """Return the marginal rates of a while that is over; raises as `now` does."""
        name, rows = self._region(region), dict["datetime", float]()
        for span in spans(since, until, _MOST_PAST):
            rows |= dict(self._rows(self._asked("historical", {"region": name, **span})))
        return self._intensity(list(rows.items()), f"rates of region {name}")

    def _region(self, region: Region) -> str:
        """Return what WattTime calls the place where an Azure region lies."""
        where = {"latitude": str(region.latitude), "longitude": str(region.longitude)}
        name = self._asked("region-from-loc", where).get("region")
        if not isinstance(name, str):
            raise self._service.undocumented("region-from-loc without 'region'")
        return name

    def _intensity(self, rows: list[tuple[datetime, float]], what: str) -> Intensity:
        if not rows:
            raise NoReadingError("nothing is known of these hours")
        return Intensity.of(rows, f"{_NAME}, marginal {what}", is_marginal=True)

    def _rows(self, body: dict[str, Any]) -> list[tuple[datetime, float]]:
        """Return gCO2/kWh by time."""
        with self._service.documented():
            units, data = body["meta"]["units"], body["data"]
            rows = [(moment(row["point_time"]), number(row["value"])) for row in data]
        if units != _UNITS:
            raise self._service.undocumented(f"units {units!r} instead of {_UNITS!r}")
        return [(when, rate * LB_PER_MWH_IN_G_PER_KWH) for when, rate in rows]

    def _asked(self, what: str, query: dict[str, str]) -> dict[str, Any]:
        if self._bearer is None:
            self._bearer = self._logged_in()
        answer = self._service.get(
            f"/v3/{what}", {**query, "signal_type": _SIGNAL}, auth=self._bearer
        )
        if not answer.is_ok:
            raise _refusal(answer, query.get("region", "that place"))
        if answer.body is None:
            raise self._service.undocumented("no JSON object")
        return answer.body

    def _logged_in(self) -> Bearer:
        answer = self._service.get("/login", auth=self._login)
        if answer.status in _REFUSED:
            told = f"refuses {USER} and {PASSWORD} ({answer.status})"
            raise GridError(f"{_NAME}: {told}; check them, or sign up at watttime.org")
        token = (answer.body or {}).get("token")
        if not answer.is_ok or not isinstance(token, str):
            raise self._service.undocumented("login without 'token'")
        return Bearer(token)


def _refusal(answer: Answer, where: str) -> Exception:
    if answer.status == _UNAUTHORIZED:
        return GridError(f"{_NAME}: refuses its own token (401: {answer.reason}); try again")
    if answer.status in _REFUSED:
        return NoReadingError(f"the account does not open {where}")
    if answer.status in _ABSENT:
        return NoReadingError(f"not covered ({answer.status}: {answer.reason})")
    return GridError(f"{_NAME}: does not answer ({answer.status}: {answer.reason})")
