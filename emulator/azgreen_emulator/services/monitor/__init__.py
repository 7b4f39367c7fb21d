"""How does Microsoft.Insights watch and scale: metrics, alerts, autoscale, diagnostics?"""

from __future__ import annotations

from azgreen_emulator.arm.route_table import routes_of
from azgreen_emulator.services.monitor.action_groups import ACTION_GROUPS
from azgreen_emulator.services.monitor.autoscale import AUTOSCALE_SETTINGS
from azgreen_emulator.services.monitor.diagnostics import DIAGNOSTIC_SETTINGS
from azgreen_emulator.services.monitor.metric_alerts import METRIC_ALERTS
from azgreen_emulator.services.monitor.metric_routes import ROUTES as METRIC_ROUTES
from azgreen_emulator.services.monitor.query_rules import QUERY_RULES

KINDS = (ACTION_GROUPS, AUTOSCALE_SETTINGS, DIAGNOSTIC_SETTINGS, METRIC_ALERTS, QUERY_RULES)

ROUTES = (*(route for kind in KINDS for route in routes_of(kind)), *METRIC_ROUTES)
"""The operations of Azure Monitor."""
