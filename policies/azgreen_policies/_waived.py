"""What do waivers excuse in this stack, and which of them excuse nothing any more?

It is no rule of its own: it shows what the rules found and did not report. Always advisory, because
a waiver says that the violation may stay.
"""

from pulumi_policy import (
    EnforcementLevel,
    ReportViolation,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from azgreen_policies._ledger import close

NAME = "waivers"


def _validate(args: StackValidationArgs, violate: ReportViolation) -> None:
    excused, unused = close()
    for item in excused:
        name = item.urn.rpartition("::")[2]
        where = f" at {name!r}" if name else ""
        violate(f"{item.ref}{where} is waived {item.waiver.told}", item.urn or None)
    for waiver in unused:
        what = f"the waiver of {waiver.rule} at {waiver.resource!r} {waiver.told} excuses nothing"
        violate(f"{what}; take it out", None)
    if not excused and not unused:
        args.not_applicable("nothing is waived")


def waived_policy() -> StackValidationPolicy:
    """Make the policy that shows waivers; it has to be the last of its pack."""
    return StackValidationPolicy(
        name=NAME,
        display_name="waivers",
        description="What waivers excuse is shown, and each of them excuses something.",
        validate=_validate,
        enforcement_level=EnforcementLevel.ADVISORY,
        severity=Severity.LOW,
        tags=["waivers"],
        remediation_steps="Mend what is waived before the waiver ends; take unused ones out.",
        url="policies/README.md",
    )
