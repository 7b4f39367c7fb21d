"""Are PTUs bought for tokens that come, and not for much more than these cost by the token?

A PTU keeps accelerators ready and is billed for every hour, used or not; it cannot be paused. What
idles there serves nobody else: its power is not published, its price is. PTUs that are sized for
their busiest minute cost somewhat more than tokens even when they are reserved for a year; what is
paid for is throughput that is sure to be there.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._deployed import DEPLOYMENT, deployed
from azgreen_policies._reading import fields, number
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.size._purchase import SETTINGS, purchase

_USUAL = {name: setting["default"] for name, setting in SETTINGS.items()}


def _check(member: Member, stack: Stack) -> Iterator[str]:
    found = deployed(member, stack)
    need = None if found is None else purchase(found)
    units = number(fields(member.props.get("sku")).get("capacity"))
    if found is None or need is None or units is None:
        return
    limits = {**_USUAL, **stack.settings}
    enough = need.units(limits["spareShare"])
    if units > enough:
        what = f"{found.told} with {units:g} PTU, and the busiest minute of {need.told}"
        yield f"{what} takes {enough}; set sku.capacity to {enough}"
    dearer = need.why_dear(units, limits["reservation"], limits["mostTimesDearer"])
    if dearer is not None:
        yield f"{found.told}: {dearer}; pay by the token"


rule = make_stack_rule(
    __name__,
    ref="AZG-S003",
    severity=Severity.HIGH,
    of=DEPLOYMENT,
    check=_check,
    summary="PTUs are bought for tokens that come, at a price that is not far above theirs.",
    fix="Set sku.capacity to what the message names, or take a SKU that is paid by the token.",
    links={"Sizing: provisioned throughput": "docs/METHODOLOGY.md"},
    config=SETTINGS,
)
