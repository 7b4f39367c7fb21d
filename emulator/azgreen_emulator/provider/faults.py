"""How does the Pulumi engine hear of a fault: in a line that it can show, never a traceback?"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, cast

import grpc
from pulumi.runtime.proto import provider_pb2, status_pb2

from azgreen.errors import AzgreenError, EngineError
from azgreen_emulator.native.values import Json, to_struct
from azgreen_emulator.provider.requests import subject

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE: Final = grpc.StatusCode.FAILED_PRECONDITION
"""The engine takes 'unknown', 'internal' and 'data loss' for a resource whose fate is not known."""

_Method = TypeVar("_Method", bound=Callable[..., Any])


class UnfinishedError(EngineError):
    """Azure has the resource, but could not finish writing it."""

    def __init__(self, reason: str, resource_id: str, outputs: Mapping[str, Json]) -> None:
        self.reason, self.id, self.outputs = reason, resource_id, outputs
        super().__init__(reason)


def explained(method: _Method) -> _Method:
    """Tell the engine our faults in our own words, with the resource's name."""
    verb = method.__name__.lower()

    @functools.wraps(method)
    def wrapper(self: object, request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return method(self, request, context)
        except UnfinishedError as error:
            _unfinished(context, f"{verb} {subject(request)}{error}", error)
        except AzgreenError as error:
            context.abort(_CODE, f"{verb} {subject(request)}{error}")

    return cast("_Method", wrapper)


def unserved(what: str) -> Callable[..., NoReturn]:
    """Make a method that says what is not served; the engine goes on without.

    The base class would do, but for the traceback that grpc then writes to the error stream.
    """

    def method(self: object, request: object, context: grpc.ServicerContext) -> NoReturn:
        del self, request
        context.abort(grpc.StatusCode.UNIMPLEMENTED, what)

    return method


def _unfinished(context: grpc.ServicerContext, message: str, error: UnfinishedError) -> NoReturn:
    """Fail with what Azure has: the engine records it, and its next run updates it."""
    code: int = _CODE.value[0]
    status = status_pb2.Status(code=code, message=message)
    status.details.add().Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=error.id, properties=to_struct(error.outputs), reasons=[error.reason]
        )
    )
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(_CODE, message)
