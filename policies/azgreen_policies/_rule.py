"""What do all rules share? Their names, their tags, their page and how findings are reported."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NotRequired, TypedDict, Unpack

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError

from azgreen.errors import AzgreenError
from azgreen_policies._ledger import report
from azgreen_policies._stack import Member, Stack

Check = Callable[[ResourceValidationArgs], Iterator[str]]
StackCheck = Callable[[Member, Stack], Iterator[str]]
WholeCheck = Callable[[Stack], Iterator[str]]


_LINKS: dict[str, Mapping[str, str]] = {}


class Facts(TypedDict):
    """What a rule says about itself."""

    ref: str
    """Its id, which outlives renames and is never used again."""

    severity: Severity
    """How much a violation matters."""

    summary: str
    """What holds where the rule is kept, in one sentence."""

    fix: str
    """What to do where it is not."""

    config: Mapping[str, Mapping[str, Any]]
    """JSON schema of each setting."""

    links: Mapping[str, str]
    """Where to read more: title and address, or a document of this repository."""

    level: NotRequired[EnforcementLevel]
    """What a violation does; when left out it fails the preview."""


class ResourceFacts(Facts):
    """What a rule over single resources says about itself."""

    check: Check
    """Yields a message for each violation, or calls `args.not_applicable`."""


class StackFacts(Facts):
    """What a rule over a whole stack says about itself."""

    of: tuple[str, str]
    """Module and name of the type that is judged, one resource after the other."""

    also: NotRequired[tuple[tuple[str, str], ...]]
    """More types that are judged so."""

    check: StackCheck
    """Yields a message for each violation of one resource, which it may look around from."""


class WholeFacts(Facts):
    """What a rule over the sum of a stack says about itself."""

    check: WholeCheck
    """Yields a message for each violation, or calls `stack.not_applicable`."""


def make_rule(module: str, **facts: Unpack[ResourceFacts]) -> ResourceValidationPolicy:
    """Make the rule of a module, `azgreen_policies.<pillar>.<rule_name>`, which names it."""
    shared, check = _shared(module, facts), facts["check"]
    ref = facts["ref"]

    def validate(args: ResourceValidationArgs, violate: ReportViolation) -> None:
        for message in _told(check(args)):
            report(ref, args.urn, message, violate)

    return ResourceValidationPolicy(validate=validate, **shared)


def make_stack_rule(module: str, **facts: Unpack[StackFacts]) -> StackValidationPolicy:
    """Make a rule that judges each resource of some types in the light of the others.

    What is not known in one resource keeps no other from being judged: the rest is reported first.
    """
    shared, check = _shared(module, facts), facts["check"]
    ref, kinds = facts["ref"], (facts["of"], *facts.get("also", ()))

    def validate(args: StackValidationArgs, violate: ReportViolation) -> None:
        stack = Stack(args)
        members = [member for kind in kinds for member in stack.of(*kind)]
        if not members:
            args.not_applicable(f"the stack has no {' and no '.join(map(':'.join, kinds))}")
        unknown: UnknownValueError | None = None
        for member in members:
            try:
                for message in _told(check(member, stack)):
                    report(ref, member.urn, message, violate)
            except UnknownValueError as error:
                unknown = unknown or error
        if unknown is not None:
            raise unknown

    return StackValidationPolicy(validate=validate, **shared)


def make_whole_rule(module: str, **facts: Unpack[WholeFacts]) -> StackValidationPolicy:
    """Make a rule that judges the stack as one."""
    shared, check = _shared(module, facts), facts["check"]
    ref = facts["ref"]

    def validate(args: StackValidationArgs, violate: ReportViolation) -> None:
        for message in _told(check(Stack(args))):
            report(ref, "", message, violate)

    return StackValidationPolicy(validate=validate, **shared)


def links_of(rule: Policy) -> Mapping[str, str]:
    """Return where to read more about a rule."""
    return _LINKS[rule.name]


def _told(messages: Iterator[str]) -> Iterator[str]:
    """Hand messages on; what a rule cannot judge, such as a tag that cannot be read, is one too."""
    try:
        yield from messages
    except AzgreenError as error:
        yield f"cannot be judged: {error}"


def _shared(module: str, facts: Facts) -> dict[str, Any]:
    _, pillar, stem = module.split(".")
    name = stem.replace("_", "-")
    _LINKS[name] = facts["links"]
    return {
        "name": name,
        "display_name": f"{facts['ref']} {name.replace('-', ' ')}",
        "description": facts["summary"],
        "enforcement_level": facts.get("level", EnforcementLevel.MANDATORY),
        "config_schema": PolicyConfigSchema({key: dict(it) for key, it in facts["config"].items()}),
        "severity": facts["severity"],
        "tags": [facts["ref"], pillar],
        "remediation_steps": facts["fix"],
        "url": f"docs/rules/{name}.md",
    }
