"""A table that breaks its own form is refused, naming file, line and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from azgreen.catalog._load import Row, load, parse
from azgreen.catalog._models import _spread
from azgreen.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = ("name", "year", "value")
KEY = ("name", "year")
HEADER = "name,year,value\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t.csv:1: missing column 'name'"),
        ("name,year\n", "t.csv:1: missing column 'value'"),
        ("name,year,value,note\n", "t.csv:1: unknown column 'note'; allowed: name, year, value"),
        (
            "year,name,value\n",
            "t.csv:1: columns are out of order or repeated; write them as name, year, value",
        ),
        (f"{HEADER}a,2024\n", "t.csv:2: 2 cells; allowed: 3, one per column"),
        (f"{HEADER}a,2024, 1\n", "t.csv:2: value is ' 1'; take off the spaces around it"),
        (f"{HEADER}a,2024,1\na,2024,2\n", "t.csv:3: duplicate of line 2: 'a, 2024'"),
        (
            f"{HEADER}b,2024,1\na,2024,2\n",
            "t.csv:3: 'a, 2024' is out of order; sort the rows by name, year",
        ),
    ],
)
def test_parse_bad_form_names_file_line_and_reason(text: str, message: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse("t.csv", text, COLUMNS, KEY)
    assert str(caught.value) == message
    assert caught.value.file == "t.csv"


@pytest.mark.parametrize(
    ("cell", "read", "message"),
    [
        ("", lambda row: row.text("c"), "c is blank; it is required"),
        ("", lambda row: row.number("c", 0, 1), "c is blank; it is required"),
        ("x", lambda row: row.number("c", 0, 1), "c is 'x'; allowed: a number from 0 to 1"),
        ("nan", lambda row: row.number("c", 0, 1), "c is 'nan'; allowed: a number from 0 to 1"),
        ("2", lambda row: row.number_or_none("c", 0, 1), "c is '2'; allowed: a number from 0 to 1"),
        ("0.5", lambda row: row.whole_or_none("c", 0, 1), "c is '0.5'; allowed: a whole number"),
        ("q", lambda row: row.one_of("c", ("a", "b")), "c is 'q'; allowed: a, b"),
        (
            "2026-13-01",
            lambda row: row.day_or_none("c"),
            "c is '2026-13-01'; allowed: a date such as 2026-01-31",
        ),
    ],
)
def test_row_bad_cell_names_column_and_value(
    cell: str, read: Callable[[Row], object], message: str
) -> None:
    with pytest.raises(DataFileError) as caught:
        read(Row("t.csv", 7, {"c": cell}))
    assert str(caught.value) == f"t.csv:7: {message}"


def test_row_blank_is_none_where_unknown_is_allowed() -> None:
    row = Row("t.csv", 2, {"c": ""})
    assert row.text_or_none("c") is None
    assert row.number_or_none("c", 0, 1) is None
    assert row.whole_or_none("c", 0, 1) is None
    assert row.day_or_none("c") is None


def test_parse_good_form_keeps_lines_and_cells() -> None:
    rows = parse("t.csv", f"{HEADER}a,2024,1\na,2025,\n", COLUMNS, KEY)
    assert [row.line for row in rows] == [2, 3]
    assert rows[1].cells == {"name": "a", "year": "2025", "value": ""}


def test_load_reads_a_shipped_file() -> None:
    columns = ("grid_zone", "year", "grid_gco2e_per_kwh")
    assert load("grid_intensity.csv", columns, ("grid_zone", "year"))


def test_parameters_out_of_order_are_refused() -> None:
    row = Row("models.csv", 9, {"low": "5", "mid": "9", "high": "8"})
    with pytest.raises(DataFileError) as caught:
        _spread(row, "low", "mid", "high")
    assert (
        str(caught.value) == "models.csv:9: low to high is out of order; write low <= mid <= high"
    )
