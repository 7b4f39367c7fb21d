"""How did the choices of a FineTuning come about, and what must it save?"""

from typing import Any, Final

from azgreen.evaluation import PROMOTE
from azgreen_components._low_carbon_window import explain_window
from azgreen_components._ml_steps import VERDICT
from azgreen_components.fine_tuning import job
from azgreen_components.fine_tuning.plan import Plan

_ANSWER_OPTIONS: Final = "--model_name_or_path ... --adapter ... --questions ... --answers ..."


def footprint(plan: Plan) -> dict[str, Any]:
    """Return GPU-hours, kWh of IT, gCO2e and USD of a run, each low, mid and high."""
    run = plan.training.size.choice
    return {
        "gpuHours": run.hours.as_dict(),
        "energyKwh": run.energy_kwh.as_dict(),
        "gco2e": run.gco2e.as_dict(),
        "usd": None if run.usd is None else run.usd.as_dict(),
    }


def explain(name: str, plan: Plan) -> list[str]:
    """Say when it is worth it, what it takes, when it runs and what becomes of it."""
    terms = plan.terms
    return [
        (
            "order: a better prompt first, then retrieval (RAG), then LoRA: each takes more before"
            " it answers; tune what the first two do not reach"
        ),
        *_payback(plan),
        *plan.training.size.explain(),
        *explain_window(plan.window),
        f"cluster that trains: {plan.machine.told}",
        *_taken_back(plan),
        f"an hour of it: {plan.machine.price}",
        f"cluster that judges and registers: {plan.judge.told}",
        f"ends a training after {job.timeout(plan)}, {job.PATIENCE} times the longest estimate",
        f"answers by: {plan.programs.answer} {_ANSWER_OPTIONS}",
        f"compares at a margin of {terms.margin:g} with {terms.confidence:.0%} certainty",
        f"verdict of each run: {job.run_folder(name, job.JUDGE)}{VERDICT}",
        *_registered(plan),
    ]


def _payback(plan: Plan) -> list[str]:
    tokens = plan.payback_prompt_tokens
    said = f"pays back once {tokens:,.3g} prompt tokens fewer were read by the same model"
    saved = plan.prompt_tokens_saved
    if saved is not None:
        said += f": {tokens / saved:,.3g} requests at {saved:g} tokens fewer"
    return [f"{said}; hosting the tuned model is not counted"]


def _taken_back(plan: Plan) -> list[str]:
    if not plan.machine.low_priority:
        return []
    return ["where Azure takes the machine back, the run begins anew: no checkpoint is kept"]


def _registered(plan: Plan) -> list[str]:
    name, least = plan.model_name, plan.least_verdict
    told = f"registers {name!r} if the verdict is {least}"
    better = " or better" if least != PROMOTE else ""
    return [
        f"{told}{better}, with the verdict beside it; nothing is deployed",
        "to roll back ends the job with code 3, so that it fails and can be alerted on",
    ]
