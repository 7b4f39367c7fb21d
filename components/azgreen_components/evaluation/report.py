"""How did the choices of an Evaluation come about?"""

from azgreen_components.evaluation import job
from azgreen_components.evaluation.plan import Plan
from azgreen_components.evaluation.scheduled import IDLE, MOST_NODES


def explain(name: str, plan: Plan) -> list[str]:
    """Say when the job runs, on what, and what becomes of its verdict."""
    window, machine = plan.window, plan.machine
    price = "not known" if machine.usd_per_h is None else f"{machine.usd_per_h:g} USD"
    kind = "low priority" if plan.low_priority else "dedicated"
    return [
        f"starts {window.told}",
        *_cleaner(plan),
        f"cluster: none of {machine.name} while nothing runs, {MOST_NODES} at most, {kind}",
        f"an hour of it: {price}, pay as you go in East US; it goes when idle for {IDLE}",
        f"promotes at a margin of {plan.terms.margin:g} with {plan.terms.confidence:.0%} certainty",
        f"verdict of each run: {job.verdict_folder(name)}{job.VERDICT}",
        "to roll back ends the job with code 3, so that it fails and can be alerted on",
    ]


def _cleaner(plan: Plan) -> list[str]:
    window = plan.window
    if window.grid_gco2e_per_kwh is None:
        return ["grid at that hour: not known without carbonProfile"]
    then = f"{window.grid_gco2e_per_kwh:g} gCO2e/kWh"
    return [f"grid at that hour: {then}, {window.saved_share:.0%} below the mean of the profile"]
