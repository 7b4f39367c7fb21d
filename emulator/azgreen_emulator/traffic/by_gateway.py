"""What do a gateway of API Management and a search service measure?

How much a unit or replica carries is published for none: where a load's facts name
`requests_per_second_each`, what goes over all of them is refused; else all is answered. How long a
query takes is told where the facts name `latency_s`; the nearer a replica is to what it carries,
the longer queries wait, as in a queue with one server: latency / (1 - use), twenty times at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.traffic.samples import Series, counts, gauges

if TYPE_CHECKING:
    from azgreen_emulator.traffic.placed import Placed


_LEAST_FREE: Final = 0.05


def of_gateway(placed: Placed, minutes: int) -> dict[str, list[Series]]:
    """Return the series of `Microsoft.ApiManagement/service`."""
    requests, use = placed.load.requests[:minutes], _use(placed, "units", minutes)
    size, first = placed.sizes[-1][1], placed.first_minute
    host = f"{placed.resource.name.lower()}.azure-api.net"
    own = {"Location": size["region"], "Hostname": host}
    refused = [count * _over(share) for count, share in zip(requests, use, strict=True)]
    done = [count - less for count, less in zip(requests, refused, strict=True)]
    answered = [("200", done), *([("429", refused)] if any(refused) else [])]
    found = {
        "Requests": [
            Series(
                first,
                counts(values),
                {**own, "GatewayResponseCode": code, "GatewayResponseCodeCategory": f"{code[0]}xx"},
            )
            for code, values in answered
        ]
    }
    if "requests_per_second_each" in placed.facts and size["sku"].endswith("V2"):
        found["CpuPercent_Gateway"] = [
            Series(first, gauges(100 * min(1.0, share) for share in use))
        ]
    return found


def of_search(placed: Placed, minutes: int) -> dict[str, list[Series]]:
    """Return the series of `Microsoft.Search/searchServices`."""
    requests, first = placed.load.requests[:minutes], placed.first_minute
    use = _use(placed, "replicas", minutes)
    found: dict[str, list[Series]] = {}
    alone_s = placed.facts.get("latency_s")
    if alone_s is not None:
        waited = zip(requests, use, strict=True)
        taken_s = (
            alone_s / max(_LEAST_FREE, 1 - share) if count else None for count, share in waited
        )
        found["SearchLatency"] = [Series(first, gauges(taken_s))]
    return found | {
        "SearchQueriesPerSecond": [Series(first, gauges(count / 60 for count in requests))],
        "ThrottledSearchQueriesPercentage": [
            Series(first, gauges(100 * _over(share) for share in use))
        ],
    }


def _use(placed: Placed, counted: str, minutes: int) -> list[float]:
    each = placed.facts.get("requests_per_second_each")
    if each is None:
        return [0.0] * minutes
    held = placed.each(counted, minutes)
    return [
        count / (60 * each * number) if number else 0.0  # Consumption has no units to run out of
        for count, number in zip(placed.load.requests, held, strict=False)
    ]


def _over(share: float) -> float:
    return 1 - 1 / share if share > 1 else 0.0
