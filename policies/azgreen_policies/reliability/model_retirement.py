"""Will the model still answer when it is needed?

Azure serves a version of a model for a year or two; from the day of its end on every request fails.
It tells owners of a subscription at least 60 days before. To move to another model takes an
evaluation of its answers (`azgreen evaluate`), so it is told earlier the more depends on it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen import catalog
from azgreen_policies import _ledger
from azgreen_policies._environment import environment
from azgreen_policies._limits import NUMBER_PER_STAGE, limit_of
from azgreen_policies._rule import make_rule
from azgreen_policies.reliability._ending import when
from azgreen_policies.reliability._served import Named, named_model

DAYS: Mapping[str, Any] = {"dev": 30, "test": 60, "prod": catalog.SOON_DAYS}
_SETTING = "days"
_UNNAMED = "the catalogue names no successor: choose a model that Azure serves for longer"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    found = named_model(args.resource_type, args.props)
    if not isinstance(found, Named):
        return args.not_applicable(found)
    announced = catalog.retirement(found.model.name, found.version)
    if announced is None or announced.retires_on is None:
        return args.not_applicable(f"no end of {found.model.name} is announced")
    limits = {**DAYS, **args.get_config().get(_SETTING, {})}
    days, where = limit_of(environment(args, limits), limits, max)
    ends = when(announced.retires_on, _ledger.today(), days, f"days of {where}")
    if ends is not None:
        successor = announced.successor or found.model.successor
        fix = f"serve {successor}, which Azure names as its successor" if successor else _UNNAMED
        yield f"{args.name!r} serves {announced.model} {announced.version}, which {ends}; {fix}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-R007",
    severity=Severity.HIGH,
    check=_check,
    summary="No model is retired, or about to be.",
    fix="Evaluate the successor with 'azgreen evaluate' and serve it before that day.",
    links={
        "Model retirements": "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements",
    },
    config={
        _SETTING: {
            **NUMBER_PER_STAGE,
            "default": DAYS,
            "description": "How many days before its end a model is told, by stage.",
        },
    },
)
