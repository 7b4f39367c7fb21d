"""Trends of a stack that are made up, to draw pages of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from azgreen.catalog import Spread
from azgreen.estimate import Traffic
from azgreen.estimate.inventory import Line
from azgreen.estimate.measured import (
    Answering,
    Asked,
    Avoided,
    GpuReading,
    HitReading,
    Reported,
    Trend,
    avoided_months,
    bounds,
    compare,
    measured_gpus,
    per_request,
    reasons,
)

PROVIDERS = "/subscriptions/s/resourceGroups/rg/providers"
BLUE = (
    f"{PROVIDERS}/Microsoft.MachineLearningServices/workspaces/main/onlineEndpoints/chat"
    "/deployments/blue"
)
ACCOUNT = f"{PROVIDERS}/Microsoft.CognitiveServices/accounts/acc"
CACHE = f"{PROVIDERS}/Microsoft.Cache/redisEnterprise/cache"
LAST = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)
CHAT = Answering("gpt-4.1-mini", "Standard", "swedencentral", Traffic(4, 1155, 211))


def months(count):
    """So many months that end with the last one."""
    numbers = range(LAST.year * 12 + LAST.month - count, LAST.year * 12 + LAST.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def line(kind, use, hardware, scale):
    used, made = Spread(*use) * scale, Spread(*hardware) * scale
    return Line(
        kind=kind, region="swedencentral", gco2e=used + made, use_gco2e=used, hardware_gco2e=made
    )


def trend(count, *, scale=1.0, high=1.0, reported=True, estimated=True, pending=(), **more):
    """A stack with machines of its own and a model by the token.

    Args:
        count: Months that Azure has; it reported nothing of the first of several.
        scale: Of every amount.
        high: How many times the high end of the hardware.
        reported: Whether Azure reported anything.
        estimated: Whether anything is known of what the stack takes.
        pending: Months that are over and not reported.
        more: Of the trend.
    """
    shown = months(count)
    parts = (
        (BLUE, "Scope1", 0.4),
        (BLUE, "Scope2", 9),
        (BLUE, "Scope3", 14),
        (ACCOUNT, "Scope2", 4),
    )
    rows = [
        Reported(resource, month, scope, kg * scale)
        for month in shown[count > 1 :]
        for resource, scope, kg in parts
        if reported
    ]
    hardware = (6000, 15000, 30000 * high)
    lines = {
        BLUE: [
            line("machinelearningservices:OnlineDeployment", (4000, 8000, 12000), hardware, scale)
        ],
        ACCOUNT: [line("cognitiveservices:Deployment", (1, 3000, 9000), (1, 4000, 20000), scale)],
    }
    if not estimated:
        lines = {BLUE: [Line(kind="x:y", not_known={"gco2e": "no traffic"})], ACCOUNT: []}
    compared = compare(rows, shown, lines, pending)
    flat = [each for held in lines.values() for each in held]
    return Trend(
        "stack <dev>",
        "https://management.azure.com",
        "0000",
        compared,
        reasons(compared, flat),
        **more,
    )


def measured(found):
    """The same with what GPUs and a cache measured on two days of October, with a gap."""
    start = datetime(2026, 10, 1, tzinfo=UTC)
    asked = Asked(start, bounds(found.compared.months[-1].month)[1])
    hours = [start + timedelta(hours=hour) for hour in range(48) if hour != 7]
    joules = {
        at + timedelta(minutes=minute): 25000.0 for at in hours for minute in range(0, 60, 15)
    }
    use = {BLUE: [line("machinelearningservices:OnlineDeployment", (4, 8, 12), (6, 15, 30), 1000)]}
    reading = GpuReading(BLUE, "swedencentral", {"a": joules, "b": joules}, asked)
    hits = HitReading(CACHE, dict.fromkeys(hours, 30.0), 3600, asked, Spread.exactly(120))
    each = per_request([CHAT])
    days = [month.month for month in found.compared.months]
    return Trend(
        found.of,
        found.azure,
        found.subscription,
        found.compared,
        found.reasons,
        measured_gpus([reading], found.compared, use),
        Avoided(avoided_months(hits, days, each), each),
    )
