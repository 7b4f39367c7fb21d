"""Is a token asked for once, whoever wants it?"""

from __future__ import annotations

import time
from types import SimpleNamespace

from azgreen.azure import PUBLIC_URL, AzurePlace
from azgreen.azure.signed_in import SharedCredential


class Asked:
    """Counts what it is asked for; its tokens last as long as it is told."""

    def __init__(self, lasts_s):
        self.lasts_s, self.times = lasts_s, []

    def get_token(self, *scopes, **options):
        self.times.append((*scopes, options.get("claims")))
        return SimpleNamespace(token=len(self.times), expires_on=time.time() + self.lasts_s)


def test_a_token_is_shared_until_it_is_nearly_over():
    inner = Asked(lasts_s=3600)
    shared = SharedCredential(inner)
    assert [shared.get_token("arm").token for _ in range(3)] == [1, 1, 1]
    assert shared.get_token("metrics", enable_cae=True).token == 2
    assert shared.get_token("arm", tenant_id="other").token == 3
    short = SharedCredential(Asked(lasts_s=299))
    assert [short.get_token("arm").token for _ in range(2)] == [1, 2]


def test_a_token_that_azure_refused_is_renewed():
    inner = Asked(lasts_s=3600)
    shared = SharedCredential(inner)
    assert [shared.get_token("arm", claims=each).token for each in (None, "{}", None)] == [1, 2, 2]
    assert inner.times == [("arm", None), ("arm", "{}")]


def test_all_places_of_azure_have_one_credential():
    one, other = (AzurePlace(PUBLIC_URL, each).credential() for each in ("1", "2"))
    assert one is other
