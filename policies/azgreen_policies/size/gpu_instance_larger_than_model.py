"""Is the machine of an online deployment no larger than its model needs?

Somewhat more memory than the model takes serves larger batches with less energy a token; several
times as much idles. A managed deployment never scales to zero, so idle GPUs draw, as we assume, a
fifth to a half of their power day and night (docs/METHODOLOGY.md), and cost the whole price: eight
H100s about a hundred USD an hour, a T4 half a USD.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._limits import NUMBER
from azgreen_policies._reading import need_of
from azgreen_policies._rule import make_rule
from azgreen_policies.size._gpu_enough import enough
from azgreen_policies.size._gpu_memory import loaded, told

MOST_TIMES = 4  # our judgement: two sizes of GPU above what is enough
_SETTING = "mostTimes"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    found = loaded(args.resource_type, args.props)
    if isinstance(found, str):
        return args.not_applicable(found)
    least = enough(found, need_of(args.props), args.props, datetime.now(UTC).date())
    most_times = float(args.get_config().get(_SETTING, MOST_TIMES))
    has_gib, better = found.machine.gpu_memory_gib, least.machine
    is_smaller = better is not None and better.gpu_memory_gib < has_gib
    if is_smaller and has_gib > most_times * least.gpu_memory_gib:
        what = f"{args.name!r} runs {found.shape.model.name} on {told(found.machine)}"
        times = f"{has_gib / least.gpu_memory_gib:.2g} times the {least.gpu_memory_gib:.3g} GiB"
        yield f"{what}: {times} {least.why}, over the limit of {most_times:g}; {least.fix}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S004",
    severity=Severity.HIGH,
    check=_check,
    summary="Machines of online deployments are no larger than their models need.",
    fix="Set properties.instanceType to the machine that the message names.",
    links={
        "Sizing: GPU instances": "docs/METHODOLOGY.md",
        "Machines of online endpoints": "https://learn.microsoft.com/azure/machine-learning/reference-managed-online-endpoints-vm-sku-list",
    },
    config={
        _SETTING: {
            **NUMBER,
            "default": MOST_TIMES,
            "description": "How many times the GPU memory that is enough a machine may have.",
        }
    },
)
