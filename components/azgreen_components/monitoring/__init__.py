"""Which resources are watched, whom do their alerts tell, and what carbon do they stand for?

- Billed: logs by the GB that is sent; the first 30 days of keeping are free, a cap of 1 GB a day is
  set, and a row a request is sent only with `allLogs` (azure-monitor-docs, cost-logs). Alerts on
  metrics are billed by what they watch, alerts on logs by how often they ask; their prices are not
  in the catalogue.
- Carbon: alerts on waste (machines and caches that idle) and on a carbon budget of a day; a
  workbook shows tokens, GPU energy and the gCO2e that they stand for, with the grid's source.
  Alerts read metrics where that is possible: those need no logs.
- Not known: what Azure Monitor itself draws. A budget of tokens counts with the middle of an
  estimate, one of GPUs leaves the making of the hardware out ([METHODOLOGY](../METHODOLOGY.md)).
"""

from azgreen_components.monitoring.args import MonitoringArgs, TargetArgs
from azgreen_components.monitoring.component import Monitoring

__all__ = ["Monitoring", "MonitoringArgs", "TargetArgs"]
