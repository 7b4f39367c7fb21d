"""Does Azure sell that many PTUs of the model at once?

A deployment on provisioned throughput starts at a minimum and grows by an increment, both by model
and by whether it stays in its region. Azure refuses any other number, after the resources before it
are there; the next one up costs about a dollar an hour for each PTU, used or not.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._reading import fields, is_type, number
from azgreen_policies._rule import make_rule
from azgreen_policies.size._lots import OWN_LOTS, is_provisioned, lot_of, wrong_units

_SETTING = "lots"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_type(args.resource_type, "cognitiveservices", "Deployment"):
        return args.not_applicable("not a deployment of a model")
    sku = fields(args.props.get("sku"))
    kind, units = str(sku.get("name")), number(sku.get("capacity"))
    if not is_provisioned(kind):
        return args.not_applicable(f"{kind} is not sold in PTUs")
    if units is None:
        return args.not_applicable("no capacity is stated, so Azure gives its default")
    model = str(fields(fields(args.props.get("properties")).get("model")).get("name"))
    lot = lot_of(model, kind, args.get_config().get(_SETTING, {}))
    if lot is None:
        return args.not_applicable(f"the catalogue does not know the model {model!r}")
    wrong = lot if isinstance(lot, str) else wrong_units(units, lot)
    if wrong is not None:
        yield f"{args.name!r} has {units:g} PTU of {model} as {kind}: {wrong}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S002",
    severity=Severity.HIGH,
    check=_check,
    summary="Deployments have numbers of PTUs that Azure sells.",
    fix="Set sku.capacity to a number of PTUs that the message names.",
    links={
        "Provisioned throughput sizing": "https://learn.microsoft.com/azure/foundry/openai/how-to/provisioned-throughput-sizing",
    },
    config={
        _SETTING: {
            **OWN_LOTS,
            "default": {},
            "description": "Minimum and increment by model, where Azure's own table has moved on.",
        }
    },
)
