"""Do the weights of the model and one request fit into the GPUs of the machine?

A model that does not fit never answers: the machine starts, loads for a quarter of an hour, fails
and starts again, at full price and at the power of its GPUs. What has to fit: the weights as they
are published, the cache of one request and what the engine keeps (docs/METHODOLOGY.md).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen.estimate.sizing.memory import GIB
from azgreen_policies._reading import need_of
from azgreen_policies._rule import make_rule
from azgreen_policies.size._gpu_memory import REQUEST_TOKENS, loaded, told
from azgreen_policies.size._gpu_need import advised

_SETTING = "requestTokens"
_NONE_HOLDS = "no machine of the catalogue holds it: take a smaller model, or fewer bytes a weight"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    found = loaded(args.resource_type, args.props)
    if isinstance(found, str):
        return args.not_applicable(found)
    need, model = need_of(args.props), found.shape.model
    tokens = found.tokens(need, args.get_config().get(_SETTING, REQUEST_TOKENS["default"]))
    room = found.held(tokens)
    if not room.sequences:
        weights, kept, free = (
            size / GIB for size in (room.weights_bytes, room.sequence_bytes, room.usable_bytes)
        )
        what = f"{args.name!r} runs {model.name} on {told(found.machine)}"
        holds = f"a GPU would hold {weights:.3g} GiB of weights and {kept:.3g} GiB of a request of"
        better = advised(model, need, args.props, tokens, datetime.now(UTC).date())
        fix = _NONE_HOLDS if better is None else f"take {told(better)}"
        yield f"{what}: {holds} {tokens:g} tokens, and has {free:.3g} GiB for both; {fix}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S005",
    severity=Severity.HIGH,
    check=_check,
    summary="Models fit into the GPUs of the machines that are to serve them.",
    fix="Set properties.instanceType to the machine that the message names, or take another model.",
    links={
        "Sizing: GPU instances": "docs/METHODOLOGY.md",
        "Machines of online endpoints": "https://learn.microsoft.com/azure/machine-learning/reference-managed-online-endpoints-vm-sku-list",
    },
    config={_SETTING: REQUEST_TOKENS},
)
