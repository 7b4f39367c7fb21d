"""How does Microsoft.Carbon report what resources emitted, and which months has it?

Interface: azure-rest-api-specs, `specification/carbon/Carbon.Management/main.tsp` and the examples
of 2025-04-01, whose shapes are answered. It belongs to no subscription: a report names those that
it is about, and says of each whether the caller may see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.caller import Caller, caller_of
from azgreen_emulator.services.carbon import kept, months
from azgreen_emulator.services.carbon.query import query_of
from azgreen_emulator.services.carbon.reports import report

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body

_REPORTS: Final = "Microsoft.Carbon/carbonEmissionReports"
_RANGE: Final = "Microsoft.Carbon/queryCarbonEmissionDataAvailableDateRange"
_VERSIONS: Final = ("2025-04-01",)
# azure-docs, carbon-optimization/permissions: Readers may as well, whose roles allow reads alone
_ACTIONS: Final = (f"{_REPORTS}/action", f"{_REPORTS}/read")
# spelled as in Azure's own example (azure-rest-api-specs, Carbon.Management)
_DENIED: Final = "Carbon Optimization Reader permisison required"


def _query(call: Call) -> Reply:
    query = query_of(call.body or {}, *months.available(call.world.clock.now().date()))
    caller = caller_of(call.headers)
    seen = [each for each in query.subscriptions if _may_see(caller, each)]
    decisions = [_decision(each, is_allowed=each in seen) for each in query.subscriptions]
    rows, token = report(query, kept.of_subscriptions(call.world, seen))
    more = {} if token is None else {"skipToken": token}
    return Reply(200, {"value": rows, "subscriptionAccessDecisionList": decisions, **more})


def _range(call: Call) -> Reply:
    first, last = months.available(call.world.clock.now().date())
    return Reply(200, {"startDate": first.isoformat(), "endDate": last.isoformat()})


def _may_see(caller: Caller, subscription: str) -> bool:
    known = caller.subscriptions
    is_seen = known is None or subscription in map(str.lower, known)
    return is_seen and any(map(caller.may, _ACTIONS))


def _decision(subscription: str, *, is_allowed: bool) -> Body:
    if is_allowed:
        return {"subscriptionId": subscription, "decision": "Allowed"}
    return {"subscriptionId": subscription, "decision": "Denied", "denialReason": _DENIED}


ROUTES: Final = tuple(
    Route(operation, "POST", f"/providers/{kind}", kind, _VERSIONS, handler, own_rights=True)
    for operation, kind, handler in (
        ("CarbonService_QueryCarbonEmissionReports", _REPORTS, _query),
        ("CarbonService_QueryCarbonEmissionDataAvailableDateRange", _RANGE, _range),
    )
)
"""The operations of the namespace."""
