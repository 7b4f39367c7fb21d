"""Does a declared need survive its tag, and is every word that means nothing told?"""

from __future__ import annotations

import math
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate import Traffic
from azgreen.estimate.need import Need

MOST_TAG_CHARACTERS = 256
AMOUNTS = st.floats(0, exclude_min=True, allow_nan=False, allow_infinity=False)
SHARES = st.floats(0, 1, exclude_min=True)
NEEDS = st.builds(
    Need,
    **{
        field.name: st.none() | (SHARES if field.name == "repeated_share" else AMOUNTS)
        for field in fields(Need)
    },
)


@given(NEEDS)
def test_a_tag_says_what_was_declared_and_fits_azure(need: Need) -> None:
    text = need.text()
    assert len(text) <= MOST_TAG_CHARACTERS
    read = Need.read(text)
    for field in fields(Need):
        said, known = getattr(need, field.name), getattr(read, field.name)
        assert (said is None) == (known is None)
        assert said is None or math.isclose(said, known, rel_tol=1e-5, abs_tol=5e-324)


def test_the_load_of_a_model_is_declared_with_what_else_is_known() -> None:
    need = Need.of(Traffic(5.5, 1155, 211), load_minutes=7)
    told = "requests-per-second=5.5 input-tokens=1155 output-tokens=211 load-minutes=7"
    assert (need.text(), need.traffic) == (told, Traffic(5.5, 1155, 211))
    assert Need.of(None) == Need()
    assert Need(requests_per_second=5.5).traffic is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("document=3", "azgreen-need: unknown key 'document'; did you mean 'documents'?"),
        ("entries", "azgreen-need: entries '' is not usable; allowed: a finite number above 0"),
        ("entries=0", "azgreen-need: entries '0' is not usable; allowed: a finite number above 0"),
        ("entries=1 entries=2", "azgreen-need: entries is there twice; take one out"),
        ("repeated-share=1.5", "repeated-share: 1.5 is above 1"),
    ],
)
def test_a_word_that_means_nothing_is_told(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        Need.read(text)
    assert told in str(caught.value)


def test_every_fault_of_a_tag_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Need.read("entry=3 documents=-1")
    assert len(caught.value.faults) == 2
