"""How did the choices of an Evaluation come about?"""

from azgreen_components._low_carbon_window import explain_window
from azgreen_components._ml_steps import VERDICT
from azgreen_components.evaluation import job
from azgreen_components.evaluation.plan import Plan


def explain(name: str, plan: Plan) -> list[str]:
    """Say when the job runs, on what, and what becomes of its verdict."""
    terms = plan.terms
    return [
        *explain_window(plan.window),
        f"cluster: {plan.machine.told}",
        f"an hour of it: {plan.machine.price}",
        f"promotes at a margin of {terms.margin:g} with {terms.confidence:.0%} certainty",
        f"verdict of each run: {job.verdict_folder(name)}{VERDICT}",
        "to roll back ends the job with code 3, so that it fails and can be alerted on",
    ]
