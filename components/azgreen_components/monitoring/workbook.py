"""What does the workbook show: carbon of GPUs and tokens, hit rates, PTUs and waste?"""

import json
from collections.abc import Sequence

from azgreen_components.monitoring.rules import Watched
from azgreen_components.monitoring.workbook_gpus import gpu_items
from azgreen_components.monitoring.workbook_items import parameters, text, time_parameter
from azgreen_components.monitoring.workbook_use import (
    hit_items,
    ptu_items,
    token_items,
    waste_items,
)

VERSION = "Notebook/1.0"
_SCHEMA = (
    "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json"
)


def workbook(watched: Sequence[Watched], workspace_id: str, waste_alert_ids: Sequence[str]) -> str:
    """Return the serialized data of the workbook, JSON.

    Args:
        watched: The targets with their ids.
        workspace_id: Id of the workspace that holds exported metrics.
        waste_alert_ids: Ids of the alerts on waste.
    """
    items = [
        text("title", "# Carbon, use and waste of generative AI"),
        parameters("range", [time_parameter()]),
        *gpu_items(watched, workspace_id),
        *token_items(watched, workspace_id),
        *hit_items(watched, workspace_id),
        *ptu_items(watched),
        *waste_items(waste_alert_ids, workspace_id),
    ]
    data = {
        "version": VERSION,
        "items": items,
        "fallbackResourceIds": [workspace_id],
        "$schema": _SCHEMA,
    }
    return json.dumps(data)
