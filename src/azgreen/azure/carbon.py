"""What did Azure report that resources emitted, read by Microsoft's own client?"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self

from azgreen.azure.failing import NO_ANSWER, answering
from azgreen.errors import AzureError, EngineError, SignInError
from azgreen.estimate.measured import SCOPES, Reported
from azgreen.preflight import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.azure.place import AzurePlace

ROLE: Final = "Carbon Optimization Reader"
ACTION: Final = "Microsoft.Carbon/carbonEmissionReports/action"

_WHAT: Final = "emissions of subscription"
_PAGE: Final = 5000
_FORBIDDEN: Final = 403


class CarbonReports:
    """The emissions of a subscription: `with CarbonReports(place) as reports`.

    Raises:
        ModuleNotFoundError: the extra `azure` is not installed.
    """

    def __init__(self, place: AzurePlace) -> None:
        from azure.mgmt.carbonoptimization import (  # noqa: PLC0415 - heavy
            CarbonOptimizationMgmtClient,
        )

        client: Any = CarbonOptimizationMgmtClient
        self._subscription = place.subscription.lower()
        self._client: Any = client(place.credential(), **place.client_options())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def months(self, count: int) -> list[date]:
        """Return the first days of the newest months that Azure has, the oldest first.

        Raises:
            SignInError: nobody is signed in.
            AzureError: Azure refuses.
            EngineError: nobody answers.
        """
        service = self._client.carbon_service
        found = self._asked(service.query_carbon_emission_data_available_date_range)
        first, last = date.fromisoformat(found.start_date), date.fromisoformat(found.end_date)
        months = [last.replace(day=1)]
        while len(months) < count and months[0] > first:
            before = months[0]
            year, rest = divmod(before.year * 12 + before.month - 2, 12)
            months.insert(0, date(year, rest + 1, 1))
        return months

    def read(self, months: Sequence[date], groups: Sequence[str] = ()) -> list[Reported]:
        """Return what each resource emitted, by month and scope.

        Args:
            months: First days.
            groups: Ids of resource groups; everything in the subscription when left out.

        Raises:
            SignInError: nobody is signed in, or the caller may not read emissions.
            AzureError: Azure refuses.
            EngineError: nobody answers.
        """
        return [
            Reported(row.resource_id, month, scope, row.latest_month_emissions)
            for month in months
            for scope in SCOPES
            for row in self._rows(month, scope, groups)
        ]

    def _rows(self, month: date, scope: str, groups: Sequence[str]) -> Iterator[Any]:
        from azure.mgmt.carbonoptimization import models  # noqa: PLC0415 - heavy

        ask = self._client.carbon_service.query_carbon_emission_reports
        token: str | None = None
        while True:
            wanted = models.ItemDetailsQueryFilter(
                date_range=models.DateRange(start=month, end=month),
                subscription_list=[self._subscription],
                resource_group_url_list=[each.lower() for each in groups] or None,
                carbon_scope_list=[scope],
                category_type="Resource",
                order_by="ItemName",
                sort_direction="Asc",
                page_size=_PAGE,
                skip_token=token,
            )
            answer = self._asked(partial(ask, wanted))
            self._check_access(answer)
            yield from answer.value
            token = answer.skip_token
            if not token:
                return

    def _check_access(self, answer: Any) -> None:
        for each in answer.subscription_access_decision_list or ():
            is_own = each.subscription_id.lower() == self._subscription
            if is_own and each.decision != "Allowed":
                raise self._refused(each.denial_reason or "denied, with no reason given")

    def _asked(self, ask: Any) -> Any:
        try:
            with answering():
                return ask()
        except RefusedError as error:
            raise self._told(error) from error

    def _told(self, error: RefusedError) -> EngineError | SignInError:
        what = f"{_WHAT} {self._subscription}"
        if error.status == NO_ANSWER:
            return EngineError(f"{what}: nobody answers: {error.message}")
        if error.status == _FORBIDDEN:
            return self._refused(error.code)
        return AzureError(error.status, error.code, f"{what}: {error.message}")

    def _refused(self, why: str) -> SignInError:
        fix = f"{ACTION} is needed: ask for the role {ROLE!r} on the subscription"
        return SignInError(f"{_WHAT} {self._subscription} may not be read: {why}; {fix}")
