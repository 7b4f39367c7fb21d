"""Do property values survive the way to the wire and back?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from azgreen_emulator.native.values import (
    REDACTED,
    UNKNOWN,
    Secret,
    from_struct,
    has_secret,
    redacted,
    revealed,
    to_struct,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.just(UNKNOWN)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(), inner, max_size=4)
        | inner.map(Secret)
    ),
    max_leaves=20,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=4)


@given(OBJECTS)
def test_a_value_comes_back_from_the_wire_as_it_was_sent(value):
    assert from_struct(to_struct(value)) == value


@given(st.integers(-(2**53), 2**53))
def test_whole_numbers_are_integers_again(number):
    (back,) = from_struct(to_struct({"n": float(number)})).values()
    assert back == number
    assert isinstance(back, int)


@given(OBJECTS)
def test_what_may_be_shown_holds_no_secret(value):
    assert not has_secret(redacted(value))
    assert not has_secret(revealed(value))


def test_a_secret_is_never_written_out():
    secret = Secret("hunter2")
    assert "hunter2" not in repr(secret)
    assert f"{ {'key': secret} }" == f"{{'key': {REDACTED}}}"
    assert redacted({"a": [secret]}) == {"a": [REDACTED]}


def test_output_values_of_the_engine_are_understood():
    mark, output = "4dabf18193072939515e22adb298388d", "d0e6a833031e9bbcd3f4e8bde6ca49a4"
    struct = to_struct(
        {
            "known": {mark: output, "value": 1, "dependencies": ["urn"]},
            "later": {mark: output},
            "hidden": {mark: output, "value": 1, "secret": True},
        }
    )
    assert from_struct(struct) == {"known": 1, "later": UNKNOWN, "hidden": Secret(1)}
