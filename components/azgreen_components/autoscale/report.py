"""How did an autoscale setting come about?"""

from azgreen.estimate.scaling import LATE_BUDGET
from azgreen_components.autoscale.plan import Plan


def explain(wanted: Plan) -> list[str]:
    """Say how the numbers came about, one thing a line."""
    one, learned, profiles = wanted.instance, wanted.learned, wanted.setting.profiles
    least = min(profile.minimum for profile in profiles)
    most = max(profile.maximum for profile in profiles)
    lines = [
        (
            f"machine: {one.requests_per_minute:.0f} requests a minute with full batches, "
            f"{one.full_latency_s:.1f} s an answer, late after {one.latency_target_s:.1f} s"
        ),
        f"load time: {one.load_time_s / 60:.0f} minutes; no cool-down is shorter",
        f"profiles: {len(profiles)} in UTC, {least} to {most} machines",
        (
            f"learned: a generated week with these hourly means, {learned.late_share:.2%} late of "
            f"{LATE_BUDGET:.0%} allowed, {learned.instance_hours:.0f} machine hours"
        ),
        "dead band: scaling in is proven never to pass a scale-out threshold, for every count",
    ]
    if not learned.meets(LATE_BUDGET):
        lines.append("weak: over the budget; raise answerTargetSeconds or minInstances")
    if wanted.deferral is not None:
        lines.append(
            f"deferrable: {wanted.deferral.saved_share:.1%} of the electricity's carbon saved by "
            "the request, as far as senders keep to the release schedule"
        )
    return lines
