"""How are the questions of a preflight put to Azure, through Microsoft's own clients?

What Microsoft.CognitiveServices answers comes through azure-mgmt-cognitiveservices; the rest comes
through the pipeline of azure-mgmt-core, which signs in and tries again as every client does.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

from azgreen.azure.failing import NO_ANSWER, answering
from azgreen.errors import EngineError
from azgreen.preflight import Json, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from azgreen.azure.patience import Patience
    from azgreen.azure.place import AzurePlace

_SUBSCRIPTION_VERSION: Final = "2022-12-01"
_NOT_FOUND: Final = 404
_ERROR: Final = 400


class ManagementClient:
    """Azure as `azgreen.preflight` asks it: `with ManagementClient(place) as azure`.

    Args:
        place: Whom to ask.
        patience: How to wait when Azure asks to; as Azure's clients do when left out.

    Raises:
        ModuleNotFoundError: the extra `azure` is not installed.
        SignInError: on entering: nobody is signed in, or the subscription cannot be seen.
        EngineError: on entering: nobody is there.
    """

    def __init__(self, place: AzurePlace, patience: Patience | None = None) -> None:
        from azure.mgmt.core import ARMPipelineClient  # noqa: PLC0415 - heavy

        self._place = place
        waiting = patience.client_options() if patience else {}
        policies = _policies(place, place.credential(), {**place.client_options(), **waiting})
        shared = {key: waiting[key] for key in waiting if key != "retry_policy"}
        self._rest: Any = ARMPipelineClient(base_url=place.url, policies=policies, **shared)

    @property
    def subscription(self) -> str:
        """The id of the subscription."""
        return self._place.subscription

    def __enter__(self) -> Self:
        path = f"/subscriptions/{self.subscription}"
        try:
            self.get(path, _SUBSCRIPTION_VERSION)
        except RefusedError as error:
            if error.status == _NOT_FOUND:
                raise self._unseen(error) from error
            if error.status == NO_ANSWER:
                told = f"{self._place.url} does not answer: {error.message}"
                raise EngineError(told) from error
        return self

    def __exit__(self, *_: object) -> None:
        if "_models" in vars(self):
            self._models.close()
        self._rest.close()

    def models(self, region: str) -> Sequence[Json]:
        """List the models that can be deployed in a region."""
        return self._items(lambda: self._models.models.list(region))

    def usages(self, region: str) -> Sequence[Json]:
        """List the quotas of models in a region and what is in use."""
        return self._items(lambda: self._models.usages.list(region))

    def capacities(self, region: str, model: tuple[str, str, str]) -> Sequence[Json]:
        """List how much there is of a version of a model."""
        ask = self._models.location_based_model_capacities.list
        return self._items(lambda: ask(region, *model))

    def calculated(self, model: tuple[str, str, str], sku: str, workload: Json) -> Json:
        """Return the PTUs that a load takes."""
        from azure.mgmt.cognitiveservices import models  # noqa: PLC0415 - heavy

        tokens = workload["requestParameters"]
        load = models.ModelCapacityCalculatorWorkload(
            request_per_minute=workload["requestPerMinute"],
            request_parameters=models.ModelCapacityCalculatorWorkloadRequestParam(
                avg_prompt_tokens=tokens["avgPromptTokens"],
                avg_generated_tokens=tokens["avgGeneratedTokens"],
            ),
        )
        form, name, version = model
        wanted = models.DeploymentModel(format=form, name=name, version=version)
        with answering():
            return _json(self._models.calculate_model_capacity(wanted, sku, [load]))

    def domain(self, name: str) -> Json:
        """Say whether a sub-domain is free."""
        kind = "Microsoft.CognitiveServices/accounts"
        with answering():
            return _json(self._models.check_domain_availability(name, kind))

    def deleted_accounts(self) -> Sequence[Json]:
        """List the accounts that Azure keeps for a while."""
        return self._items(self._models.deleted_accounts.list)

    def get(self, path: str, api_version: str) -> Json:
        """Read anything."""
        return self._sent("GET", path, api_version)

    def listed(self, path: str, api_version: str) -> Sequence[Json]:
        """List anything, all pages."""
        answer = self._sent("GET", path, api_version)
        items: list[Json] = [*(answer.get("value") or ())]
        while rest := answer.get("nextLink"):  # the last page has none, or an empty one
            answer = self._sent("GET", rest, None)
            items += answer.get("value") or ()
        return items

    def post(self, path: str, api_version: str, body: Mapping[str, Any]) -> Json:
        """Ask anything that takes a body."""
        return self._sent("POST", path, api_version, body)

    def exists(self, path: str, api_version: str) -> bool:
        """Say whether there is something at a path."""
        try:
            self._sent("HEAD", path, api_version)
        except RefusedError as error:
            if error.status == _NOT_FOUND:
                return False
            raise
        return True

    @cached_property
    def _models(self) -> Any:
        """The client of models, which few commands need."""
        from azure.mgmt.cognitiveservices import (  # noqa: PLC0415 - heavy
            CognitiveServicesManagementClient,
        )

        place = self._place
        # Azure's clients are typed for their own models; what is wanted here is their JSON
        client: Any = CognitiveServicesManagementClient
        return client(place.credential(), place.subscription, **place.client_options())

    def _items(self, ask: Any) -> Sequence[Json]:
        with answering():
            found: Iterable[Any] = ask()
            return [_json(item) for item in found]

    def _sent(
        self, method: str, path: str, api_version: str | None, body: Mapping[str, Any] | None = None
    ) -> Json:
        from azure.core.exceptions import HttpResponseError  # noqa: PLC0415 - heavy
        from azure.core.rest import HttpRequest  # noqa: PLC0415 - heavy
        from azure.mgmt.core.exceptions import ARMErrorFormat  # noqa: PLC0415 - heavy

        version = {} if api_version is None else {"api-version": api_version}
        url = path if path.startswith("http") else f"{self._place.url}{path}"
        with answering():
            request = HttpRequest(method, url, params=version, json=body)
            response = self._rest.send_request(request)
            if response.status_code >= _ERROR:
                raise HttpResponseError(response=response, error_format=ARMErrorFormat)
            answer: Json = response.json() if response.content else {}
            return answer

    def _unseen(self, error: RefusedError) -> Exception:
        from azgreen.azure.failing import unseen_subscription  # noqa: PLC0415 - only on a fault

        try:
            seen = self.listed("/subscriptions", _SUBSCRIPTION_VERSION)
        except RefusedError:
            seen = ()
        return unseen_subscription(self.subscription, seen, error)


def _policies(place: AzurePlace, credential: Any, options: Mapping[str, Any]) -> list[Any]:
    from azure.core.pipeline.policies import RequestIdPolicy, RetryPolicy  # noqa: PLC0415 - heavy
    from azure.mgmt.core.policies import ARMChallengeAuthenticationPolicy  # noqa: PLC0415 - heavy

    retrying: Any = RetryPolicy
    own = retrying(retry_total=0) if place.is_local else retrying()
    retries = options.get("retry_policy") or own
    signing = options.get("authentication_policy") or ARMChallengeAuthenticationPolicy(
        credential, f"{place.url}/.default"
    )
    return [RequestIdPolicy(), retries, signing]


def _json(model: Any) -> Json:
    """Return what a client's model was read from, read-only properties included."""
    found: Json = model.serialize(keep_readonly=True)
    return found
