"""What does Azure make of a deployment of a managed online endpoint?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.machinelearning import deployment_rules
from azgreen_emulator.services.machinelearning.endpoints import ENDPOINTS
from azgreen_emulator.services.machinelearning.quota import DEPLOYMENTS as TYPE
from azgreen_emulator.services.machinelearning.quota import VERSIONS

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

# azure-ai-docs, reference-yaml-deployment-managed-online
_PROBE: Final[dict[str, Any]] = {
    "initialDelay": "PT10S",
    "period": "PT10S",
    "timeout": "PT2S",
    "successThreshold": 1,
    "failureThreshold": 30,
}
_REQUESTS: Final[dict[str, Any]] = {
    "requestTimeout": "PT5S",
    "maxConcurrentRequestsPerInstance": 1,
    "maxQueueWait": "PT0.5S",
}


def _complete(write: Write) -> Body:
    sent = write.properties
    return {
        "appInsightsEnabled": False,
        "egressPublicNetworkAccess": "Enabled",
        **sent,
        "scaleSettings": {"scaleType": "Default"},
        "requestSettings": {**_REQUESTS, **sent.get("requestSettings", {})},
        "livenessProbe": {**_PROBE, **sent.get("livenessProbe", {})},
        "readinessProbe": {**_PROBE, **sent.get("readinessProbe", {})},
    }


ONLINE_DEPLOYMENTS = Kind(
    type=TYPE,
    versions=VERSIONS,
    path=ENDPOINTS.path + "/deployments/{deploymentName}",
    operations="OnlineDeployments",
    name_rule={},  # the provider has words of its own
    refuse=deployment_rules.check,
    complete=_complete,
    refuse_delete=deployment_rules.refuse_with_traffic,
    long_running=True,
    in_turn=True,
    needs_location=True,
)
