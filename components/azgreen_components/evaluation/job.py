"""Which pipeline does the schedule start?"""

from typing import Any, Final

from azgreen_components._ml_schedule import schedule_name as name_of_schedule
from azgreen_components._ml_steps import (
    FILE,
    FOLDER,
    Ports,
    asset_name,
    folder_of_run,
    judge_command,
    spec_of,
    step,
)
from azgreen_components.evaluation.plan import Plan

STEP: Final = "judge"
_INPUTS: Final[tuple[str, ...]] = ("baseline", "candidate")


def component_name(name: str) -> str:
    """Return what Azure calls the step."""
    return asset_name("azgreen_evaluate_", name)


def schedule_name(name: str) -> str:
    """Return the name of the schedule."""
    return name_of_schedule(name, "evaluation")


def verdict_folder(name: str) -> str:
    """Return where each run writes its verdict; Azure writes the run's name into it."""
    return folder_of_run(component_name(name))


def command(plan: Plan) -> str:
    """Return what the step runs. Its exit code is 3, and the job fails, where to roll back."""
    models = plan.models
    more = (
        ()
        if models is None
        else (
            f"--baseline-model {models.baseline} --candidate-model {models.candidate}",
            f"--sku {models.sku} --region {plan.common.location}",
        )
    )
    baseline, candidate = (f"${{{{inputs.{name}}}}}" for name in _INPUTS)
    return judge_command(baseline, candidate, plan.terms, *more)


def component_spec(name: str, plan: Plan) -> dict[str, Any]:
    """Return the step's definition."""
    names = component_name(name), "Compare two models' answers"
    files: dict[str, str] = dict.fromkeys(_INPUTS, FILE)
    return spec_of(names, command(plan), plan.environment_id, files, {"verdict": FOLDER})


def pipeline_step(component_id: str, compute_id: str) -> dict[str, Any]:
    """Return the pipeline's one step."""
    inputs = {key: f"${{{{parent.inputs.{key}}}}}" for key in _INPUTS}
    ports = Ports(inputs, {"verdict": "${{parent.outputs.verdict}}"})
    return step(STEP, component_id, compute_id, ports)
