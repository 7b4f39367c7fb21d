"""Are logs kept no longer than their stage needs, and is there a most for a day?

Log Analytics includes 31 days of retention in the price of what is ingested; each further month is
stored and billed, at most 730 days. Without a daily cap a chatty program fills it unseen: prompts
and answers in diagnostic logs are large. Azure's own default is 30 days and no cap.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._environment import environment
from azgreen_policies._limits import NUMBER_PER_STAGE, limit_of
from azgreen_policies._reading import fields, is_type, number
from azgreen_policies._rule import make_rule

DAYS = {"dev": 31, "test": 31, "prod": 90}
UNCAPPED = 0  # what is below is Azure's word for no cap: -1
_DAYS, _CAP = "maxRetentionDays", "requireDailyCap"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_type(args.resource_type, "operationalinsights", "Workspace"):
        return args.not_applicable("not a workspace of Log Analytics")
    settings = args.get_config()
    limits = {**DAYS, **settings.get(_DAYS, {})}
    limit, stage = limit_of(environment(args, limits), limits)
    days = number(args.props.get("retentionInDays"))
    if days is not None and days > limit:
        what = f"{args.name!r} keeps logs for {days:g} days, over the limit of {limit:g}"
        yield f"{what} for {stage}; set retentionInDays to {limit:g} or less"
    cap = number(fields(args.props.get("workspaceCapping")).get("dailyQuotaGb"))
    if settings.get(_CAP, True) and (cap is None or cap < UNCAPPED):
        fix = "set workspaceCapping.dailyQuotaGb to what a busy day takes"
        yield f"{args.name!r} has no daily cap, so nothing ends a log that runs away; {fix}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S013",
    severity=Severity.LOW,
    check=_check,
    summary="Logs are kept no longer than their stage needs, and have a daily cap.",
    fix="Lower retentionInDays, and set workspaceCapping.dailyQuotaGb.",
    links={
        "Data retention": "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
        "Daily cap": "https://learn.microsoft.com/azure/azure-monitor/logs/daily-cap",
    },
    config={
        _DAYS: {**NUMBER_PER_STAGE, "default": DAYS, "description": "Most days, by stage."},
        _CAP: {"type": "boolean", "default": True, "description": "Whether a daily cap is asked."},
    },
)
