"""Does a gateway or a search service stand ready that nobody asks?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.azure.metrics import Asked
from azgreen.cli.waste.view import HOUR
from azgreen.estimate.waste import Counted, Idle, idle, of_line

if TYPE_CHECKING:
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.waste.view import View
    from azgreen.estimate.waste import Judged

GATEWAY: Final = "Microsoft.ApiManagement/service"
SEARCH: Final = "Microsoft.Search/searchServices"
_FIX: Final = "delete it: it is paid by the hour whether anybody asks or not"
_CONSUMPTION: Final = "consumption"


def judge_gateway(resource: Deployed, view: View) -> list[Judged]:
    """Judge a gateway by its requests; that its processor has a load shows that it sends metrics.

    In the tier Consumption nothing stands ready.
    """
    sku = resource.props["sku"]
    if sku["name"].lower() == _CONSUMPTION:
        return []
    requests = view.counted(
        Asked(resource.id, GATEWAY, "Requests", grain=HOUR),
        Asked(resource.id, GATEWAY, "CpuPercent_Gateway", grain=HOUR),
    )
    stands = f"kept running: {sku.get('capacity', 1)} x {sku['name']}"
    return [idle(Idle(view.label(resource), requests, stands, of_line(view.line(resource)), _FIX))]


def judge_search(resource: Deployed, view: View) -> list[Judged]:
    """Judge a search service by its queries; no metric of it waits for none."""
    queries = view.read(Asked(resource.id, SEARCH, "SearchQueriesPerSecond", grain=HOUR))
    one = Counted(("SearchQueriesPerSecond",), queries, view.samples({}))
    stands = f"kept running: tier {resource.props['sku']['name']}"
    return [idle(Idle(view.label(resource), one, stands, of_line(view.line(resource)), _FIX))]
