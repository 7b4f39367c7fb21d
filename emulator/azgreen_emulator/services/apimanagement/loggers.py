"""Where do a service's traces and metrics go, and which API sends them there?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.identity import guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.apimanagement.names import (
    ID_RULE,
    SERVICE,
    TYPE,
    VERSIONS,
    part,
    service_of,
)
from azgreen_emulator.services.apimanagement.refusals import refuse_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_INSIGHTS: Final = "/providers/Microsoft.Insights/components/"
_SECRETS: Final = ("instrumentationKey", "connectionString")
_DIAGNOSTICS: Final = ("applicationinsights", "azuremonitor")


def _logger_faults(write: Write) -> Iterator[tuple[str, str]]:
    sent = write.properties
    credentials: Body = sent.get("credentials", {})
    insights = sent["loggerType"] == "applicationInsights"
    if insights and not any(credentials.get(key) for key in _SECRETS):
        yield "credentials", f"One of {' and '.join(_SECRETS)} is required for this type of logger."
    resource: str = sent.get("resourceId", "")
    if insights and resource and _INSIGHTS.lower() not in resource.lower():
        yield "resourceId", f"'{resource}' is not the id of an Application Insights resource."
    elif insights and resource and write.call.store.get(resource) is None:
        yield "resourceId", f"Application Insights resource '{resource}' could not be found."


def _logger(write: Write) -> Body:
    credentials: Body = write.properties.get("credentials", {})
    # the REST reference: a named value holds each secret, and an answer names that
    shown = {
        key: f"{{{{Logger-Credentials--{guid(write.id, key)}}}}}" if key in _SECRETS else item
        for key, item in credentials.items()
    }
    told = {"credentials": shown} if shown else {}
    return {"isBuffered": True, **write.properties, **told}


def _diagnostic_faults(write: Write) -> Iterator[tuple[str, str]]:
    if write.name not in _DIAGNOSTICS:
        yield "diagnosticId", f"'{write.name}' is not one of {', '.join(_DIAGNOSTICS)}."
    reference: str = write.properties["loggerId"]
    if part(write.call, service_of(write), "loggers", reference) is None:
        yield "loggerId", f"Logger with id '{reference}' could not be found."


def _diagnostic(write: Write) -> Body:
    sent = write.properties
    logger = part(write.call, service_of(write), "loggers", sent["loggerId"])
    return {
        "logClientIp": False,
        "verbosity": "information",
        **sent,
        "loggerId": sent["loggerId"] if logger is None else logger.id,
    }


LOGGERS = Kind(
    type=f"{TYPE}/loggers",
    versions=VERSIONS,
    path=f"{SERVICE}/loggers/{{loggerId}}",
    operations="Logger",
    name_rule={**ID_RULE, "maxLength": 256},
    refuse=lambda write: refuse_all([*_logger_faults(write)]),
    complete=_logger,
)

DIAGNOSTICS = Kind(
    type=f"{TYPE}/apis/diagnostics",
    versions=VERSIONS,
    path=f"{SERVICE}/apis/{{apiId}}/diagnostics/{{diagnosticId}}",
    operations="ApiDiagnostic",
    name_rule=ID_RULE,
    refuse=lambda write: refuse_all([*_diagnostic_faults(write)]),
    complete=_diagnostic,
    patch=False,
)
