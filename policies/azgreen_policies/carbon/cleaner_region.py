"""Is there a region nearby that would serve the same model and emit far less?

A limit on the grid (AZG-C001) tells that a region is dirty; this tells that it need not be. Between
two regions of one data zone the same tokens can differ by a factor of ten and more: 342 gCO2e/kWh
in Germany, 20 in Sweden (Electricity Maps 2025). Residency within the zone holds, and the round
trip grows by tens of milliseconds. What `azgreen place --write` recorded for the region is not
judged: it was decided under constraints that no rule knows.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._deployed import DEPLOYMENT, deployed
from azgreen_policies._placed import placement
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.carbon._elsewhere import DATA_ZONE, REACHES, cleaner

LEAST_SHARE_SAVED = 0.5  # a judgement: less is within what years and hours of a grid differ by


def _check(member: Member, stack: Stack) -> Iterator[str]:
    found = deployed(member, stack)
    home = None if found is None else found.region
    if found is None or home is None or placement().get("region") == home.name:
        return
    within = str(stack.settings.get("within", DATA_ZONE))
    least = float(stack.settings.get("leastShareSaved", LEAST_SHARE_SAVED))
    better = cleaner(found, home, within, least)
    if better is not None:
        yield f"{found.told}: {better}"


rule = make_stack_rule(
    __name__,
    ref="AZG-C003",
    severity=Severity.MEDIUM,
    of=DEPLOYMENT,
    check=_check,
    summary="No region nearby would serve the same model with far less carbon.",
    fix="Set the account's location to the region that the message names.",
    links={"Where the figures come from": "docs/METHODOLOGY.md"},
    config={
        "within": {
            "type": "string",
            "enum": list(REACHES),
            "default": DATA_ZONE,
            "description": "How far the deployment may move: a country in no zone is one itself.",
        },
        "leastShareSaved": {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "default": LEAST_SHARE_SAVED,
            "description": "Share of the grid's gCO2e/kWh from which on a region is named.",
        },
    },
)
