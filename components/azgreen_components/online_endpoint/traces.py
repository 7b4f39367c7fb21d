"""What does a workspace need Application Insights for, where nobody asked for traces?

Azure refuses a workspace without it ("Missing dependent resources in workspace json":
Azure/azure-service-operator issue 5696, 2026-09-14). So one is made that takes no keys; nothing is
written to it, and so nothing is paid, until a program traces requests by an identity.
"""

import pulumi

from azgreen_components._logs import Kept, log_workspace, traces
from azgreen_components._owner import Owner


def empty_insights(owner: Owner) -> pulumi.Output[str]:
    """Make Application Insights with the logs that it writes to, and return its id."""
    return traces(owner, log_workspace(owner, Kept()).id).id
