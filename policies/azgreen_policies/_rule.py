"""What do all rules share? Their names, their tags, their page and how findings are reported."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NotRequired, TypedDict, Unpack, cast

from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
)

Check = Callable[[ResourceValidationArgs], Iterator[str]]

_PACKAGE = r"azure-native(?:_\w+)?"


class Facts(TypedDict):
    """What a rule says about itself."""

    ref: str
    """Its id, which outlives renames and is never used again."""

    severity: Severity
    """How much a violation matters."""

    check: Check
    """Yields a message for each violation, or calls `args.not_applicable`."""

    summary: str
    """What holds where the rule is kept, in one sentence."""

    fix: str
    """What to do where it is not."""

    config: Mapping[str, Mapping[str, Any]]
    """JSON schema of each setting."""

    level: NotRequired[EnforcementLevel]
    """What a violation does; when left out it fails the preview."""


def make_rule(module: str, **facts: Unpack[Facts]) -> ResourceValidationPolicy:
    """Make the rule of a module, `azgreen_policies.<pillar>.<rule_name>`, which names it."""
    _, pillar, stem = module.split(".")
    name = stem.replace("_", "-")
    return ResourceValidationPolicy(
        name=name,
        display_name=f"{facts['ref']} {name.replace('-', ' ')}",
        description=facts["summary"],
        validate=_reporter(facts["check"]),
        enforcement_level=facts.get("level", EnforcementLevel.MANDATORY),
        config_schema=PolicyConfigSchema(
            {key: dict(value) for key, value in facts["config"].items()}
        ),
        severity=facts["severity"],
        tags=[facts["ref"], pillar],
        remediation_steps=facts["fix"],
        url=f"docs/rules/{name}.md",
    )


def _reporter(check: Check) -> Callable[[ResourceValidationArgs, ReportViolation], None]:
    def validate(args: ResourceValidationArgs, report_violation: ReportViolation) -> None:
        for message in check(args):
            report_violation(message, None)

    return validate


def fields(value: object) -> Mapping[str, Any]:
    """Return the fields of a nested input, which is no dict; none where it is left out."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def is_azure(token: str) -> bool:
    """Tell whether a type token is of azure-native, of any API version."""
    return re.match(f"{_PACKAGE}:", token) is not None


def is_type(token: str, module: str, resource: str) -> bool:
    """Tell whether a type token is this one, of whatever API version it names.

    `azure-native:m:R`, `azure-native:m/v20250601:R` and, from `pulumi package add azure-native`,
    `azure-native_m_v20250601:m:R` are all the same resource.
    """
    return re.fullmatch(rf"{_PACKAGE}:{module}(?:/v\w+)?:{resource}", token) is not None
