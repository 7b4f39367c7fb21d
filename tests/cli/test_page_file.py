"""Is a page there as a whole or not at all, and what was there before left alone?"""

from __future__ import annotations

from pathlib import Path

import pytest

from azgreen.cli._page_file import write_page
from azgreen.errors import InputError


def full_disk(*_):
    raise OSError(28, "No space left on device")


def test_a_page_is_written_and_said(tmp_path):
    page = tmp_path / "page.html"
    assert write_page(page, "<p>ä\n" * 500, force=False) == f"wrote {page} (3 kB)"
    assert page.read_bytes() == ("<p>ä\n" * 500).encode()
    write_page(page, "new", force=True)
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
    assert page.read_text("utf-8") == "new"


@pytest.mark.parametrize("force", [False, True])
def test_what_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch, force):
    monkeypatch.setattr(Path, "replace", full_disk)
    page = tmp_path / "page.html"
    if force:
        page.write_text("old", "utf-8")
    with pytest.raises(InputError) as refused:
        write_page(page, "new", force=force)
    assert str(refused.value) == (
        f"--output: {str(page)!r} cannot be written: No space left on device; give another path"
    )
    assert [each.read_text("utf-8") for each in tmp_path.iterdir()] == (["old"] if force else [])


def test_a_file_that_has_just_come_is_not_replaced(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("theirs", "utf-8")
    with pytest.raises(InputError, match="exists; use --force to replace it"):
        write_page(page, "ours", force=False)
    assert [each.read_text("utf-8") for each in tmp_path.iterdir()] == ["theirs"]
