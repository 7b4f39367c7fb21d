"""A trace becomes a load, or every fault of it is told with its line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from azgreen.errors import InputError
from azgreen.traces import MissingExtraError, expressions, read_load, read_load_with_spark

pytest.importorskip("duckdb", reason="the extra 'traces' is not installed")
pytest.importorskip("ibis", reason="the extra 'traces' is not installed")

TRACE = Path(__file__).parents[3] / "shared" / "data" / "azure_llm_2023_conv.csv"
HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
GOOD = HEADER + "2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:16:50.9951690,396,109\n"
needs_trace = pytest.mark.skipif(not TRACE.exists(), reason=f"the trace is not at {TRACE}")


@pytest.fixture
def trace(tmp_path):
    def write(text):
        file = tmp_path / "t.csv"
        file.write_text(text, "utf-8")
        return file

    return write


def faults(file):
    with pytest.raises(InputError) as told:
        read_load(file)
    return [(fault.where.rsplit("/", 1)[-1], fault.what) for fault in told.value.faults]


def test_requests_are_summed_by_step(trace):
    load = read_load(trace(GOOD), step_s=60)
    assert load.start == datetime(2023, 11, 16, 18, 15, tzinfo=UTC)
    assert (load.requests, load.input_tokens) == ((1.0, 1.0), (374.0, 396.0))
    assert load.output_tokens == (44.0, 109.0)


def test_empty_steps_are_zero(trace):
    load = read_load(trace(GOOD), step_s=10)
    assert (load.steps, load.total_requests) == (8, 2)
    assert load.requests[1:7] == (0.0,) * 6


@pytest.mark.parametrize(
    ("zone", "hour"), [("", 18), ("Z", 18), ("+01:00", 17), ("-0230", 21), (" +00:00", 18)]
)
def test_time_zone_is_counted(trace, zone, hour):
    text = f"timestamp,input_tokens,output_tokens\n2023-11-16T18:45:46{zone},374,44\n"
    start = read_load(trace(text)).start
    assert start.hour == hour
    assert start.utcoffset() == UTC.utcoffset(None)


def test_columns_may_stand_anywhere_with_others(trace):
    text = '"note",output_tokens,Timestamp,INPUT_TOKENS\n"a, b",44,2023-11-16 18:15:46,374\n'
    load = read_load(trace(text))
    assert (load.input_tokens, load.output_tokens) == ((374.0,), (44.0,))


def test_missing_columns_are_all_told(trace):
    told = faults(trace("a,b\n1,2\n"))
    assert [where for where, _ in told] == ["t.csv:1"] * 3
    assert "no column 'ContextTokens' or 'input_tokens' in the header ('a', 'b')" in told[1][1]


def test_column_that_is_there_twice_is_refused(trace):
    told = faults(trace(HEADER.replace("\n", ",input_tokens\n")))
    assert told[0][1].startswith("2 columns 'ContextTokens' or 'input_tokens'")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2023-11-16 18:17:00,-1,3", "input tokens '-1' are not usable"),
        ("2023-11-16 18:17:00,1,x", "output tokens 'x' are not usable"),
        ("2023-11-16 18:17:00,1", "output tokens None are not usable"),
        ("2023-13-16 18:17:00,1,1", "timestamp '2023-13-16 18:17:00' is not usable"),
        ("2023-11-16,1,1", "timestamp '2023-11-16' is not usable"),
        ("yesterday,1,1", "timestamp 'yesterday' is not usable"),
        ("2023-11-16 18:14:00,1,1", "is before 2023-11-16 18:16:50.995169 of the line above"),
        ("2023-11-16 18:17:00Z,1,1", "time zone 'Z' after 'none'"),
        ("2023-11-16 18:17:00,1,1,1", "is no well-formed CSV"),
    ],
)
def test_faulty_line_is_named(trace, line, said):
    told = faults(trace(f"{GOOD}{line}\n"))
    assert told[0][0] == "t.csv:4"
    assert said in told[0][1]
    assert "allowed" in told[0][1] or "correct the line" in told[0][1]


def test_all_kinds_of_faults_are_told_at_once(trace):
    lines = "2023-11-16 18:17:00Z,-1,-2\n2023-11-16 18:14:00,1,1\n"
    said = " ".join(what for _, what in faults(trace(GOOD + lines)))
    for kind in ("input tokens", "output tokens", "time zone", "is before"):
        assert kind in said


def test_many_faults_are_capped_and_counted(trace):
    told = faults(trace(HEADER + "2023-11-16 18:17:00,-1,3\n" * 30))
    assert len(told) == 11
    assert told[-1] == ("t.csv", "20 more values cannot be used")


def test_many_unsorted_lines_are_capped(trace):
    pair = "2023-11-16 18:17:01,1,3\n2023-11-16 18:17:00,1,3\n"
    told = faults(trace(HEADER + pair * 20))
    assert told[-1] == ("t.csv", "more lines are out of order")


@pytest.mark.parametrize(
    ("text", "said"), [("", "is empty"), ("\n\n", "is empty"), (HEADER, "there is no request")]
)
def test_empty_file_is_refused(trace, text, said):
    assert said in faults(trace(text))[0][1]


def test_file_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "t.csv"
    file.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in faults(file)[0][1]


def test_absent_file_is_refused(tmp_path):
    assert "cannot be read" in faults(tmp_path / "t.csv")[0][1]


def test_trace_that_is_far_too_long_is_refused(trace):
    text = HEADER + "1023-11-16 18:15:46,1,1\n2023-11-16 18:15:46,1,1\n"
    assert "look for a wrong date" in faults(trace(text))[0][1]


def test_missing_extra_is_named(monkeypatch, trace):
    def absent(name):
        raise ImportError(name=name)

    monkeypatch.setattr(expressions, "import_module", absent)
    expressions.sql.cache_clear()
    with pytest.raises(MissingExtraError, match=r"pip install 'azgreen\[traces\]'"):
        read_load(trace(GOOD))


def test_file_name_with_a_quote_is_read(tmp_path):
    file = tmp_path / "it's a trace.csv"
    file.write_text(GOOD, "utf-8")
    assert read_load(file).total_requests == 2


@needs_trace
def test_public_trace_is_read_whole():
    load = read_load(TRACE)
    assert load.total_requests == 19_366
    assert load.mean_input_tokens == pytest.approx(1154.7, abs=0.1)
    assert load.mean_output_tokens == pytest.approx(211.1, abs=0.1)


def test_spark_answers_what_duckdb_answers(trace, spark):
    text = GOOD.replace("6805900", "6805900+01:00").replace("9951690", "9951690+01:00")
    file = trace(text)
    assert read_load_with_spark(str(file), session=spark) == read_load(file)
    assert spark.conf.get("spark.sql.session.timeZone") == "America/New_York"
    if TRACE.exists():
        assert read_load_with_spark(str(TRACE), session=spark) == read_load(TRACE)


def test_spark_tells_the_faults(trace, spark):
    with pytest.raises(InputError, match="no column 'timestamp'"):
        read_load_with_spark(str(trace("a,b\n1,2\n")), session=spark)
    with pytest.raises(InputError, match="input tokens '-1' are not usable"):
        read_load_with_spark(str(trace(GOOD + "2023-11-16 18:17:00Z,-1,3\n")), session=spark)
    with pytest.raises(InputError, match="cannot be read"):
        read_load_with_spark(str(trace(GOOD)) + ".absent", session=spark)
