"""How is each question asked of Azure only once, whoever wants the answer?"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from azgreen.preflight.azure import RefusedError
from azgreen.preflight.listed import Listed, listed
from azgreen.preflight.quota import Quota, quotas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from azgreen.preflight.azure import Azure, Json

_Answer = TypeVar("_Answer")
_NOT_FOUND = 404
_MACHINES_VERSION = "2025-12-01"


class Answers:
    """What Azure has said; several threads may ask."""

    def __init__(self, azure: Azure) -> None:
        self.azure = azure
        self._kept: dict[tuple[str, ...], Future[Any]] = {}
        self._lock = threading.Lock()

    def models(self, region: str) -> tuple[Listed, ...]:
        """Return what can be deployed in a region."""
        return self._once(("models", region), lambda: listed(self.azure.models(region)))

    def quotas(self, region: str) -> dict[str, Quota]:
        """Return the quotas of models in a region, by key in lower case."""
        return self._once(("usages", region), lambda: quotas(self.azure.usages(region)))

    def capacities(self, region: str, model: tuple[str, str, str]) -> Sequence[Json]:
        """Return what there is of a version of a model in a region."""
        key = ("capacities", region, *model)
        return self._once(key, lambda: self.azure.capacities(region, model))

    def machine_usages(self, region: str) -> Sequence[Json]:
        """Return the quotas of machines of Azure Machine Learning in a region."""
        provider = "providers/Microsoft.MachineLearningServices"
        path = f"/subscriptions/{self.azure.subscription}/{provider}/locations/{region}/usages"
        return self._once(("machines", region), lambda: self.azure.listed(path, _MACHINES_VERSION))

    def deleted(self, kind: str, ask: Callable[[], Sequence[Json]]) -> Sequence[Json]:
        """Return what is kept of one kind."""
        return self._once(("deleted", kind), ask)

    def deployed(self, path: str | None, api_version: str) -> Json | None:
        """Return what is deployed at a path below the subscription; None where nothing is."""
        if path is None:
            return None
        whole = f"/subscriptions/{self.azure.subscription}{path}"
        return self._once(("deployed", whole), lambda: self._found(whole, api_version))

    def _found(self, path: str, api_version: str) -> Json | None:
        try:
            return self.azure.get(path, api_version)
        except RefusedError as error:
            if error.status == _NOT_FOUND:
                return None
            raise

    def _once(self, key: tuple[str, ...], ask: Callable[[], _Answer]) -> _Answer:
        with self._lock:
            future = self._kept.get(key)
            mine = future is None
            if future is None:
                future = self._kept[key] = Future[Any]()
        if mine:
            try:
                future.set_result(ask())
            except BaseException as error:  # noqa: BLE001  whoever waits for it has to get it
                future.set_exception(error)
        return future.result()
