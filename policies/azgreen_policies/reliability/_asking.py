"""What does Azure say to a stack before it is deployed?"""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from azgreen.azure import place_of
from azgreen.estimate.inventory import Resource
from azgreen.preflight import Line, Verdict, preflight

LOCAL: Final = "AZGREEN_AZURE_URL"
"""Environment variable: a local Azure that is asked instead of the real one."""


def refused(resources: Sequence[Resource], subscription: str) -> Iterator[Line | str]:
    """Yield what Azure would refuse; a text where it cannot be asked for want of its clients.

    Raises:
        InputError: the subscription is no id.
        SignInError: nobody is signed in, or the subscription cannot be seen.
        EngineError: Azure is not there.
    """
    place = place_of(os.environ.get(LOCAL), subscription)
    try:
        # the clients are an extra of their own, and take a while to load
        from azgreen.azure.client import ManagementClient  # noqa: PLC0415

        with ManagementClient(place) as azure:
            lines = preflight(resources, azure, datetime.now(UTC).date())
    except ModuleNotFoundError as error:
        yield f"Azure cannot be asked: {error.name} is not installed; install 'azgreen[azure]'"
        return
    yield from (line for line in lines if line.verdict is Verdict.FAIL)
