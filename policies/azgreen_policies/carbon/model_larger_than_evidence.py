"""Is the model no larger than the evidence asks for?

The energy of a token follows the model's size: of a typical chat, gpt-4.1-mini takes a quarter of
gpt-4.1 and gpt-4o-mini a fourteenth (azgreen's estimate, docs/METHODOLOGY.md). Where `azgreen
evaluate` has shown that a smaller model's answers are no worse, or a published score is all that is
asked for, the larger one emits the difference for nothing.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen import catalog
from azgreen.estimate.waste import MOST_DAYS
from azgreen_policies import _ledger
from azgreen_policies._deployed import DEPLOYMENT, deployed
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.carbon._evidence import against, good_enough, is_recorded


def _check(member: Member, stack: Stack) -> Iterator[str]:
    asked = dict(stack.settings.get("leastScore", {}))
    if not asked and not is_recorded():
        return stack.not_applicable("neither azgreen:evidence nor a leastScore is there to go by")
    found, today = deployed(member, stack), _ledger.today()
    if found is None:
        return None
    scored = (good_enough(found, name, float(least), today) for name, least in asked.items())
    yield from (each for each in scored if each is not None)
    yield from against(found, int(stack.settings.get("maxAgeDays", MOST_DAYS)), today)
    return None


rule = make_stack_rule(
    __name__,
    ref="AZG-C006",
    severity=Severity.MEDIUM,
    of=DEPLOYMENT,
    check=_check,
    summary="Models are no larger than the evidence asks for.",
    fix="Serve the smaller model, or run 'azgreen evaluate --write --stack NAME' anew.",
    links={"Evaluation": "docs/cli.md", "Energy of a model": "docs/METHODOLOGY.md"},
    config={
        "leastScore": {
            "type": "object",
            "properties": {name: {"type": "number"} for name in catalog.BENCHMARKS},
            "additionalProperties": False,
            "default": {},
            "description": "Least score in percent that is good enough, by benchmark.",
        },
        "maxAgeDays": {
            "type": "integer",
            "minimum": 0,
            "default": MOST_DAYS,
            "description": "Days after which a verdict is to be had anew.",
        },
    },
)
