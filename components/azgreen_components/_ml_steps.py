"""How is a step of a pipeline written, and how does one of them judge?

A step is a component that says it is not deterministic, for Azure reuses a step's result while its
inputs are the same (azure-ai-docs, how-to-create-component-pipelines-cli). The spelling of a step
is that of azure-ai-ml 1.35.2.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from pulumi_azure_native import machinelearningservices as ml

from azgreen.evaluation import Terms
from azgreen_components._owner import Owner
from azgreen_components.online_endpoint.workspace import Home

VERDICT: Final = "verdict.json"
JUDGING: Final = "PT1H"
"""After which a judging step is ended: our own judgement; a thousand answers take seconds."""
FILE: Final = "uri_file"
FOLDER: Final = "uri_folder"
_STORE: Final = "azureml://datastores/workspaceblobstore/paths"
_VERSION_LENGTH: Final = 12


@dataclass(frozen=True)
class Ports:
    """What a step takes and gives, and where the pipeline has it from or puts it."""

    inputs: Mapping[str, str]
    """By name where from: `${{parent.inputs.answers}}`."""
    outputs: Mapping[str, str]


def asset_name(prefix: str, name: str) -> str:
    """Return a name that Azure takes: lower case letters, digits and '_', the first a letter."""
    return prefix + re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def folder_of_run(name: str) -> str:
    """Return a folder of the workspace's storage; Azure writes the run's name into it."""
    return f"{_STORE}/{name}/${{{{name}}}}/"


def spec_of(
    names: tuple[str, str],
    command: str,
    environment: str,
    inputs: Mapping[str, str],
    outputs: Mapping[str, str],
) -> dict[str, Any]:
    """Return a step's definition.

    Args:
        names: What Azure calls the component, and what people do.
        command: What it runs.
        environment: Id of the image that it runs in.
        inputs: Types by name.
        outputs: Types by name.
    """
    return {
        "name": names[0],
        "type": "command",
        "display_name": names[1],
        "is_deterministic": False,
        "inputs": {key: {"type": kind} for key, kind in inputs.items()},
        "outputs": {key: {"type": kind} for key, kind in outputs.items()},
        "command": command,
        "environment": environment,
    }


def judge_command(baseline: str, candidate: str, terms: Terms, *more: str) -> str:
    """Return what judges two files. Its exit code is 3, and the job fails, where to roll back."""
    terms_text = f"--margin {terms.margin:g} --confidence {terms.confidence:g}"
    words = ["azgreen evaluate", baseline, candidate, terms_text, *more]
    return " ".join([*words, "--format json", f"> ${{{{outputs.verdict}}}}/{VERDICT}"])


def version_of(spec: Mapping[str, Any]) -> str:
    """Return a version that changes with the definition, which Azure never changes in place."""
    return sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:_VERSION_LENGTH]


def step_version(
    owner: Owner, home: Home, spec: Mapping[str, Any], role: str = "step"
) -> ml.ComponentVersion:
    """Make a step; `role` tells it from the others of its component."""
    tags = owner.common.tags
    told = spec["display_name"]
    container = ml.ComponentContainer(
        f"{owner.name}-{role}",
        name=spec["name"],
        workspace_name=home.name,
        resource_group_name=owner.group,
        properties=ml.ComponentContainerPropertiesArgs(description=told, tags=tags),
        opts=owner.options(),
    )
    return ml.ComponentVersion(
        f"{owner.name}-{role}-version",
        name=container.name,
        version=version_of(spec),
        workspace_name=home.name,
        resource_group_name=owner.group,
        properties=ml.ComponentVersionPropertiesArgs(component_spec=spec, tags=tags),
        opts=owner.options(),
    )


def step(
    name: str, component_id: str, compute_id: str, ports: Ports, timeout: str = JUDGING
) -> dict[str, Any]:
    """Return a step of a pipeline; `timeout` is ISO 8601."""
    return {
        "name": name,
        "type": "command",
        "componentId": component_id,
        "computeId": compute_id,
        "inputs": {
            key: {"job_input_type": "literal", "value": source}
            for key, source in ports.inputs.items()
        },
        "outputs": {
            key: {"type": "literal", "value": target} for key, target in ports.outputs.items()
        },
        "limits": {"job_limits_type": "Command", "timeout": timeout},
        "_source": "REMOTE.WORKSPACE.COMPONENT",
    }
