"""Are machines for training and development gone when nobody uses them?

A cluster of Azure Machine Learning starts its nodes for a job and takes them away afterwards, if
its minimum is zero; a minimum of one is a machine that runs 8,760 hours a year. A compute instance
is somebody's own machine: without idle shutdown it runs through nights, weekends and holidays.
Azure Databricks and Azure Batch have other rules and are not judged.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._limits import NUMBER
from azgreen_policies._reading import fields, is_type
from azgreen_policies._rule import make_rule
from azgreen_policies.size._idling import Limits, cluster_faults, instance_faults

_SETTINGS = {
    "minNodes": (0, "Fewest nodes that a cluster may keep."),
    "clusterIdleMinutes": (15, "Most minutes that a node idles; ours; azure-ai-ml has 2."),
    "instanceIdleMinutes": (60, "Most minutes that a compute instance idles; our judgement."),
}
_FAULTS = {"amlcompute": cluster_faults, "computeinstance": instance_faults}


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_type(args.resource_type, "machinelearningservices", "Compute"):
        return args.not_applicable("not a compute of Azure Machine Learning")
    own = fields(args.props.get("properties"))
    kind = str(own.get("computeType"))
    faults = _FAULTS.get(kind.lower())
    if faults is None:
        return args.not_applicable(f"a compute of type {kind} is not judged")
    config = args.get_config()
    limits = Limits(*(float(config.get(key, usual)) for key, (usual, _) in _SETTINGS.items()))
    for what in faults(fields(own.get("properties")), limits):
        yield f"{args.name!r} {what}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S017",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Clusters scale to zero and compute instances shut down when nobody uses them.",
    fix="Set the minimum to 0 and the idle time as the message says.",
    links={
        "Clusters": "https://learn.microsoft.com/azure/machine-learning/reference-yaml-compute-aml",
    },
    config={
        key: {**NUMBER, "default": usual, "description": meaning}
        for key, (usual, meaning) in _SETTINGS.items()
    },
)
