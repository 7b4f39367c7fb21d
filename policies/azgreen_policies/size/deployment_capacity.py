"""Is the deployment no larger than its stage needs?

Provisioned units keep accelerators busy around the clock whether used or not, and quota that one
deployment holds is not there for another. Development and test need little of either.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._environment import environment
from azgreen_policies._reading import fields, is_type, number
from azgreen_policies._rule import make_rule

LIMITS = {"dev": 50, "test": 150, "prod": 1000}
PROVISIONED_LIMITS = {"dev": 0, "test": 15, "prod": 100}
_PROVISIONED = "ProvisionedManaged"  # how Azure's names of provisioned SKUs end


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_type(args.resource_type, "cognitiveservices", "Deployment"):
        return args.not_applicable("not a deployment of a model")
    sku = fields(args.props.get("sku"))
    capacity = number(sku.get("capacity"))
    if capacity is None:
        return args.not_applicable("no capacity is stated, so Azure gives the least")
    provisioned = str(sku.get("name")).endswith(_PROVISIONED)
    setting, unit = ("provisionedLimits", "PTU") if provisioned else ("limits", "k TPM")
    limits = {**_DEFAULTS[setting], **args.get_config().get(setting, {})}
    stage = environment(args, limits)
    limit = limits[stage] if stage else min(limits.values())
    if capacity > limit:
        where = stage or f"an unknown environment (known: {', '.join(sorted(limits))})"
        what = f"{args.name!r} has {capacity:g} {unit} of {sku.get('name')}"
        fix = f"set sku.capacity to {limit:g} or less" if limit else "use a pay-as-you-go SKU"
        yield f"{what}, over the limit of {limit:g} for {where}; {fix}"
    return None


_DEFAULTS = {"limits": LIMITS, "provisionedLimits": PROVISIONED_LIMITS}
_UNITS = {"limits": "thousands of tokens per minute", "provisionedLimits": "PTUs"}
_PER_STAGE = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}

rule = make_rule(
    __name__,
    ref="AZG-S001",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Deployments are no larger than their stage needs.",
    fix="Lower sku.capacity, tag the resource with its environment, or raise the limit on purpose.",
    links={
        "Quotas of Foundry models": "https://learn.microsoft.com/azure/ai-services/openai/quotas-limits",
    },
    config={
        name: {**_PER_STAGE, "default": value, "description": f"Most {_UNITS[name]}, by stage."}
        for name, value in _DEFAULTS.items()
    },
)
