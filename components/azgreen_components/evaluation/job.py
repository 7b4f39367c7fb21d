"""Which pipeline does the schedule start?

Azure's documentation has schedules start pipelines (azure-ai-docs, reference-yaml-schedule); a
command by itself ran once and was then taken as done (Azure/bicep, issue 13388), because a step's
result is reused while its inputs are the same (how-to-create-component-pipelines-cli). So the
command is a component that says it is not deterministic, in a pipeline that forces a rerun. The
spelling of a step is that of azure-ai-ml 1.35.2.
"""

import json
import re
from hashlib import sha256
from typing import Any, Final

from azgreen_components.evaluation.plan import Plan

STEP: Final = "judge"
TIMEOUT: Final = "PT1H"
"""After which a job is ended: our own judgement; scoring a thousand answers takes seconds."""
VERDICT: Final = "verdict.json"
_INPUTS: Final = ("baseline", "candidate")
_STORE: Final = "azureml://datastores/workspaceblobstore/paths"
_VERSION_LENGTH: Final = 12


def component_name(name: str) -> str:
    """Return a name that Azure takes: lower case letters, digits and '_', the first a letter."""
    return "azgreen_evaluate_" + re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def schedule_name(name: str) -> str:
    """Return the name of the schedule."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + "-evaluation"


def verdict_folder(name: str) -> str:
    """Return where each run writes its verdict; Azure writes the run's name into it."""
    return f"{_STORE}/{component_name(name)}/${{{{name}}}}/"


def command(plan: Plan) -> str:
    """Return what the step runs. Its exit code is 3, and the job fails, where to roll back."""
    terms, models = plan.terms, plan.models
    words = [
        "azgreen evaluate",
        *(f"${{{{inputs.{name}}}}}" for name in _INPUTS),
        f"--margin {terms.margin:g} --confidence {terms.confidence:g}",
    ]
    if models is not None:
        words.append(f"--baseline-model {models.baseline} --candidate-model {models.candidate}")
        words.append(f"--sku {models.sku} --region {plan.common.location}")
    return " ".join([*words, "--format json", f"> ${{{{outputs.verdict}}}}/{VERDICT}"])


def component_spec(name: str, plan: Plan) -> dict[str, Any]:
    """Return the step's definition."""
    return {
        "name": component_name(name),
        "type": "command",
        "display_name": "Compare two models' answers",
        "is_deterministic": False,
        "inputs": {key: {"type": "uri_file"} for key in _INPUTS},
        "outputs": {"verdict": {"type": "uri_folder"}},
        "command": command(plan),
        "environment": plan.environment_id,
    }


def version_of(spec: dict[str, Any]) -> str:
    """Return a version that changes with the definition, which Azure never changes in place."""
    return sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:_VERSION_LENGTH]


def step(component_id: str, compute_id: str) -> dict[str, Any]:
    """Return the pipeline's one step."""
    return {
        "name": STEP,
        "type": "command",
        "componentId": component_id,
        "computeId": compute_id,
        "inputs": {
            key: {"job_input_type": "literal", "value": f"${{{{parent.inputs.{key}}}}}"}
            for key in _INPUTS
        },
        "outputs": {"verdict": {"type": "literal", "value": "${{parent.outputs.verdict}}"}},
        "limits": {"job_limits_type": "Command", "timeout": TIMEOUT},
        "_source": "REMOTE.WORKSPACE.COMPONENT",
    }
