"""Answers, and files of them."""

from __future__ import annotations

import json

import pytest

from azgreen.evaluation import Answer


@pytest.fixture
def written(tmp_path):
    """Writes rows as JSONL and returns the file."""

    def write(*rows, name="answers.jsonl"):
        file = tmp_path / name
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return file

    return write


@pytest.fixture
def answers():
    """Makes an answer to each text: right where it is 'right'."""

    def make(*texts, flags=(), contexts=None):
        return tuple(
            Answer(f"q{number}", "what?", ("right",), text, contexts, flags)
            for number, text in enumerate(texts)
        )

    return make
