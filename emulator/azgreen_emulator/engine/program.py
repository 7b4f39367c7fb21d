"""How is a Pulumi program run inside this process?"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import runpy
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pulumi import InputPropertiesError, InputPropertyError
from pulumi.runtime import register_stack_transformation, set_all_config
from pulumi.runtime.mocks import MockEngine, MockSettings
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.settings import SETTINGS, configure
from pulumi.runtime.stack import run_in_stack

from azgreen.errors import AzgreenError, EngineError, Fault, InputError
from azgreen_emulator.engine.aliases import possible_aliases
from azgreen_emulator.engine.monitor import Engine, ProgramMonitor

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import ModuleType

    from azgreen_emulator.engine.project import Stack

_SEVERITY: Final = {engine_pb2.WARNING: "warning", engine_pb2.ERROR: "error"}


class _Log(MockEngine):
    """Hands the program's own messages on."""

    def __init__(self, say: Callable[[str, str], None]) -> None:
        super().__init__(None)
        self._say = say

    def Log(self, request: Any) -> None:  # noqa: N802
        if request.severity != engine_pb2.DEBUG:
            self._say(_SEVERITY.get(request.severity, "info"), request.message)


def run_program(
    stack: Stack, engine: Engine, *, preview: bool, say: Callable[[str, str], None]
) -> None:
    """Run the program of `stack`, every registration going to `engine`.

    Raises:
        InputError: for inputs that a component refused, all at once.
        EngineError: for a program that does not run, with its traceback.
    """
    # the SDK keeps the stack and its settings in context variables: a fresh context is a fresh run
    contextvars.Context().run(_run, stack, engine, preview, say)


def _run(
    stack: Stack,
    engine: Engine,
    preview: bool,
    say: Callable[[str, str], None],
) -> None:
    # the SDK binds to the loop that is current when its settings are made
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    # resources that wait for a failed one fail too, and their tasks say so when collected
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    configure(_settings(stack, engine, preview, say))
    set_all_config(dict(stack.config), list(stack.secret_keys))
    try:
        with _as_pulumi_runs_it(stack):
            loop.run_until_complete(run_in_stack(lambda: _execute(stack)))
    except Exception as error:
        raise _explained(error, stack) from error
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        asyncio.set_event_loop(None)


def _settings(
    stack: Stack, engine: Engine, preview: bool, say: Callable[[str, str], None]
) -> MockSettings:
    return MockSettings(
        monitor=ProgramMonitor(engine),
        engine=_Log(say),
        project=stack.project,
        stack=stack.name,
        dry_run=preview,
        organization="organization",
        callbacks=None,
        outputs=set[Any](),  # the SDK's own would be shared with a run that failed before
    )


async def _execute(stack: Stack) -> None:
    register_stack_transformation(possible_aliases)
    runpy.run_path(str(stack.program), run_name="__main__")
    await _settled()


async def _settled() -> None:
    """Wait until nothing is under way any more, or something has failed: the SDK raises that.

    The SDK would wait by itself, but anew for all that is left whenever something ends: twice the
    resources would take four times as long.
    """
    while waiting := [task for task in _started() if not task.done()]:
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_EXCEPTION)
        if any(task.cancelled() or task.exception() for task in done):
            return


def _started() -> list[asyncio.Future[Any]]:
    """Return the registrations and the outputs that the SDK waits for at the end."""
    settings: Any = SETTINGS  # its members are context variables: no type checker reads them
    with settings.lock:
        return [*settings.rpc_manager.rpcs, *settings.outputs]


@contextlib.contextmanager
def _as_pulumi_runs_it(stack: Stack) -> Any:
    folder, known = str(stack.program.parent), set(sys.modules)
    with contextlib.chdir(folder), contextlib.redirect_stdout(sys.stderr):
        sys.path.insert(0, folder)
        try:
            yield
        finally:
            sys.path.remove(folder)
            _forget(folder, known)


def _forget(folder: str, known: Collection[str]) -> None:
    """Forget the program's own modules: the update after a preview has to run them again."""
    new = [name for name in sys.modules if name not in known]
    own = {name for name in new if "." not in name and _is_beside(sys.modules[name], folder)}
    for name in new:
        if name.partition(".")[0] in own:
            del sys.modules[name]


def _is_beside(module: ModuleType, folder: str) -> bool:
    """Tell whether a module or package lies beside the program, and not in an environment there."""
    packages = list(getattr(module, "__path__", ()))
    places = packages or [getattr(module, "__file__", None) or ""]
    return any(Path(place).parent == Path(folder) for place in places)


def _explained(error: BaseException, stack: Stack) -> AzgreenError:
    for cause in _chain(error):
        if isinstance(cause, AzgreenError):
            return cause
        if isinstance(cause, InputPropertiesError):
            details = cause.errors or []
            faults = [Fault(item["property_path"], item["reason"]) for item in details]
            return InputError(faults or [Fault(str(stack.program), str(cause))])
        if isinstance(cause, InputPropertyError):
            return InputError([Fault(cause.property_path, cause.reason)])
    text = "".join(traceback.format_exception(error))
    return EngineError(f"{stack.program} failed:\n{text}")


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain
