"""Does the deployment name a machine, and has it a GPU where the model needs one?

Where no type is named, Azure takes Standard_F4s_v2: 4 cores, 8 GiB, no GPU, of a series that
retires on 2028-11-15. The weights of a model of four billion parameters fill that memory. Each
token reads all of them, and a CPU's memory is much slower than a GPU's: the machine works at full
power for answers that nobody waits for.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._limits import NUMBER
from azgreen_policies._online import machine_of, model_of, why_not_managed
from azgreen_policies._reading import fields
from azgreen_policies._rule import make_rule
from azgreen_policies.size._without_gpu import default_told, fix, needs_gpu

MOST_PARAMS_B = 1  # our judgement: below, a few cores answer about as fast as people read
_SETTING = "mostBillionParams"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    unmanaged = why_not_managed(args.resource_type, args.props)
    if unmanaged is not None:
        return args.not_applicable(unmanaged)
    if not fields(args.props.get("properties")).get("instanceType"):
        what = f"{args.name!r} names no instance type, so Azure takes {default_told()}"
        yield f"{what}; {fix(args.props)}"
        return None
    machine = machine_of(args.props)
    if isinstance(machine, str):
        return args.not_applicable(machine)
    model = None if machine.gpu else model_of(args.props)
    if isinstance(model, str):
        return args.not_applicable(model)
    if model and needs_gpu(model, args.get_config().get(_SETTING, MOST_PARAMS_B)):
        what = f"{args.name!r} runs {model.name} on {machine.name}, which has no GPU"
        yield f"{what}; {fix(args.props)}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S008",
    severity=Severity.HIGH,
    check=_check,
    summary="Deployments name their machine, which has a GPU where the model needs one.",
    fix="Set properties.instanceType to the machine that the message names.",
    links={
        "Machines of online endpoints": "https://learn.microsoft.com/azure/machine-learning/reference-managed-online-endpoints-vm-sku-list",
    },
    config={
        _SETTING: {
            **NUMBER,
            "default": MOST_PARAMS_B,
            "description": "Billions of active parameters up to which a CPU may do.",
        }
    },
)
