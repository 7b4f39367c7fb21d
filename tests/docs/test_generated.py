"""Are the generated documents what the code says now?"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_generated_documents_are_current(monkeypatch, capsys):
    # in this process, which has most of what the documents tell of loaded by now
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    monkeypatch.setattr(sys, "argv", ["gen_docs.py", "--check"])
    monkeypatch.setenv("COLUMNS", "100")  # as wide as the documents are, and put back afterwards
    code = importlib.import_module("gen_docs").main()
    assert code == 0, f"{capsys.readouterr().out}run make docs"
