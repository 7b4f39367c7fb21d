"""Is it recorded why the account is where it is, and is that still true?

Grids, offers and prices change. `azgreen place --write` records the decision with its date and data
version; nothing is ever moved because of a newer one, so somebody has to be told that there may be.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pulumi
from pulumi_policy import EnforcementLevel, ResourceValidationArgs, Severity

from azgreen_policies._placed import placement
from azgreen_policies._reading import is_type
from azgreen_policies._rule import make_rule
from azgreen_policies.carbon._recorded import faults

MAX_AGE_DAYS = 90
_SETTING = "maxAgeDays"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_type(args.resource_type, "cognitiveservices", "Account"):
        return args.not_applicable("not an account that serves models")
    if pulumi.Config("azgreen").get("location") is None:
        return args.not_applicable("azgreen:location is not set, so azgreen has not placed it")
    location = str(args.props.get("location") or "")
    if not location:
        return args.not_applicable("the account has no location of its own")
    limit_days = int(args.get_config().get(_SETTING, MAX_AGE_DAYS))
    for what in faults(placement(), location, datetime.now(UTC).date(), limit_days):
        yield f"{args.name!r} in {location!r}: the record azgreen:placement is {what}; {_FIX}"
    return None


_FIX = "run 'azgreen place WORKLOAD.yaml --write --stack NAME'"
rule = make_rule(
    __name__,
    ref="AZG-C002",
    severity=Severity.LOW,
    level=EnforcementLevel.ADVISORY,
    check=_check,
    summary="The placement of a stack is recorded and up to date.",
    fix=f"{_FIX[0].upper()}{_FIX[1:]}.",
    links={"Placement": "docs/cli.md"},
    config={
        _SETTING: {
            "type": "integer",
            "minimum": 0,
            "default": MAX_AGE_DAYS,
            "description": "Days after which a decision is to be made anew.",
        }
    },
)
