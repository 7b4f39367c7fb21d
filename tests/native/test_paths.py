"""Are property paths read, compared and reset as Pulumi's engine does?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.native.test_values import OBJECTS

from azgreen.errors import InputError
from azgreen_emulator.native.paths import (
    MissingPartError,
    changed_paths,
    is_under,
    parse,
    with_old,
)
from azgreen_emulator.native.values import UNKNOWN, Secret, has_unknown


# those of pulumi/pulumi sdk/go/common/resource/property_path.go
@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("root", ("root",)),
        ("root.nested", ("root", "nested")),
        ('root["nested"]', ("root", "nested")),
        ('root["double"].nest', ("root", "double", "nest")),
        ("root.array[100]", ("root", "array", 100)),
        ("root.array[0][1].nested", ("root", "array", 0, 1, "nested")),
        ('root["key with \\"escaped\\" quotes"]', ("root", 'key with "escaped" quotes')),
        ('root["key with a ."]', ("root", "key with a .")),
        ('["root key with a ."][100]', ("root key with a .", 100)),
        ("root.array[*].field", ("root", "array", "*", "field")),
        ('root.array["*"].field', ("root", "array", "*", "field")),
        ("*", ("*",)),
        ("root.*", ("root", "*")),
        ("root.[0]", ("root", 0)),
    ],
)
def test_a_path_is_read(text, steps):
    assert parse(text) == steps


@pytest.mark.parametrize(
    "text", ["", ".a", "a.", "a[", "a[b]", "a[-1]", 'a["b', 'a["b"', "a[]", 'a["b"c]']
)
def test_what_is_no_path_is_refused(text):
    with pytest.raises(InputError) as caught:
        parse(text)
    assert str(caught.value) == (
        f"{text or '(empty)'}: "
        'no property path; write it as a.b[0]["a key"], with * for every key or index'
    )


@given(OBJECTS)
def test_nothing_differs_from_itself_unless_it_is_not_known(value):
    assert bool(list(changed_paths(value, value))) == has_unknown(value)


@given(OBJECTS, OBJECTS)
def test_each_difference_is_in_a_property_and_none_is_left_where_all_are_ignored(old, new):
    for path in changed_paths(old, new):
        assert is_under(path, ["*"])
        assert parse(path)[0] in {*old, *new}
    assert with_old(new, old, ("*",)) == old


@given(OBJECTS, OBJECTS)
def test_an_ignored_property_is_as_it_was_and_no_other_changes(old, new):
    for key in {*old, *new} - {"*"}:  # which is every key
        kept = with_old(new, old, (key,))
        assert kept.get(key, "gone") == old.get(key, "gone")
        assert {**kept, key: None} == {**new, key: None}


def test_differences_are_named_by_their_paths():
    old = {"sku": {"name": "Standard", "capacity": 1}, "list": [1, 2], "gone": 1}
    new = {"sku": {"name": "Standard", "capacity": Secret(2)}, "list": [1, 3], "new": 1}
    assert list(changed_paths(old, new)) == ["gone", "list[1]", "new", "sku.capacity"]
    dotted = {"tags": {"a.b": "1", 'a"b': "2"}}
    found = list(changed_paths({"tags": {}}, dotted))
    assert found == ['tags["a\\"b"]', 'tags["a.b"]']
    assert [parse(path)[1] for path in found] == ['a"b', "a.b"]


@pytest.mark.parametrize(
    ("path", "top", "under"),
    [
        ("a.b", "a", True),
        ("a", "a.b", False),
        ("ab", "a", False),
        ("a[0].b", "a[0]", True),
        ("a[0].b", "a[1]", False),
        ("a[0].b", 'a["0"]', False),
        ("a[0].b", "a[*].b", True),
        ("a[0].c", "a[*].b", False),
        ('tags["a.b"]', 'tags["a.b"]', True),
        ('tags["a.b"]', "tags.a.b", False),
        ("tags.x", "tags.*", True),
        ("tags", "tags.*", False),
        ("foo.bar.baz.bam", "foo.*.baz", True),
    ],
)
def test_a_path_is_under_another(path, top, under):
    assert is_under(path, ["other", top]) is under


OLD = {"sku": {"name": "S0", "capacity": 1}, "list": [{"a": 1, "b": 1}, {"a": 2, "b": 2}]}
NEW = {"sku": {"name": "S1", "capacity": 2}, "list": [{"a": 8, "b": 8}, {"a": 9, "b": 9}], "x": 1}


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("sku", ["list[0].a", "list[0].b", "list[1].a", "list[1].b", "x"]),
        ("sku.name", ["list[0].a", "list[0].b", "list[1].a", "list[1].b", "sku.capacity", "x"]),
        ("sku.*", ["list[0].a", "list[0].b", "list[1].a", "list[1].b", "x"]),
        ("x", ["list[0].a", "list[0].b", "list[1].a", "list[1].b", "sku.capacity", "sku.name"]),
        ("list", ["sku.capacity", "sku.name", "x"]),
        ("list[*]", ["sku.capacity", "sku.name", "x"]),
        ("list[0]", ["list[1].a", "list[1].b", "sku.capacity", "sku.name", "x"]),
        ("list[1].a", ["list[0].a", "list[0].b", "list[1].b", "sku.capacity", "sku.name", "x"]),
        ('list[*]["b"]', ["list[0].a", "list[1].a", "sku.capacity", "sku.name", "x"]),
        ("*", []),
    ],
)
def test_a_reset_path_is_the_only_one_that_no_longer_differs(path, changed):
    assert list(changed_paths(OLD, with_old(NEW, OLD, parse(path)))) == changed


@pytest.mark.parametrize(
    ("new", "old", "path"),
    [
        ({"a": [1]}, {"a": [1, 2]}, "a[1]"),
        ({"a": [1]}, {"a": [1, 2]}, "a[*]"),
        ({"a": [{}]}, {"a": [{}, {}]}, "a[*].b"),
        ({"a": [{}]}, {"a": [{}, {}]}, "a[1].b"),
        ({"a": {}}, {"a": [1]}, "a[0]"),
        ({"a": 1}, {"a": {"b": 1}}, "a.b"),
        ({"a": 1}, {"a": {"b": 1}}, "a.b.c"),
        ({}, {"a": {"b": 1}}, "a.b"),
        ({"a": {}}, {"a": {"k": {"b": 1}}}, "a.*.b"),
        ({"a": 1}, {"a": 2}, "a.*"),
        ({"a": 1}, {"a": 2}, "a.*.b"),
    ],
)
def test_nothing_is_made_up_around_an_old_value(new, old, path):
    with pytest.raises(MissingPartError):
        with_old(new, old, parse(path))


@pytest.mark.parametrize(
    ("new", "old", "path", "kept"),
    [
        ({"a": {"b": 1}}, {}, "a.b", {"a": {}}),
        ({"a": {"b": 1}}, {"a": 1}, "a.b", {"a": {}}),
        ({"a": 1}, {"a": 2}, "a.b.c", {"a": 1}),
        ({"a": 1}, {"a": 2}, "a[0]", {"a": 1}),
        ({}, {}, "a.b.c", {}),
        ({"a": [1]}, {"a": [2]}, "a[7]", {"a": [1]}),
        ({"a": [1]}, {"a": {}}, "a.*", {"a": [1]}),
    ],
)
def test_what_neither_has_is_no_fault(new, old, path, kept):
    assert with_old(new, old, parse(path)) == kept


def test_a_reset_value_is_as_secret_as_it_was():
    hidden = {"a": Secret({"b": 1, "c": 1})}
    assert with_old({"a": {"b": 2}}, hidden, parse("a.b")) == {"a": {"b": Secret(1)}}
    assert with_old({"a": Secret({"b": 2})}, hidden, parse("a.b")) == {"a": Secret({"b": 1})}
    listed = {"a": Secret([1])}
    assert with_old({"a": [2]}, listed, parse("a[0]")) == {"a": [Secret(1)]}


def test_what_is_not_known_yet_stays_so():
    assert with_old({"a": UNKNOWN}, {"a": {"b": 1}}, parse("a.b")) == {"a": UNKNOWN}
    assert with_old({"a": UNKNOWN}, {"a": 1}, parse("a")) == {"a": 1}


@given(st.lists(st.text(min_size=1).filter(lambda key: key != "*"), min_size=1, max_size=4))
def test_a_path_that_is_written_can_be_read(keys):
    value: object = 1
    for key in reversed(keys):
        value = {key: value}
    (path,) = changed_paths({}, value)
    assert re.match(r"\[|[^.\[]", path)
    assert parse(path)[0] == keys[0]
