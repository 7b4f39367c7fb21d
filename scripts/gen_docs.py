"""Write every generated document and schema; with `--check`, only say which are out of date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import gen_cli_docs
import gen_component_docs
import gen_coverage
import gen_readme
import gen_rule_docs

ROOT = Path(__file__).parent.parent
GENERATORS = (gen_cli_docs, gen_component_docs, gen_coverage, gen_readme, gen_rule_docs)


def main() -> int:
    """Write what has changed; exit code 1 when `--check` finds something out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    wanted = {path: text for module in GENERATORS for path, text in module.documents().items()}
    stale = {
        path: text
        for path, text in wanted.items()
        if not path.exists() or path.read_text("utf-8") != text
    }
    for path, text in stale.items():
        print(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
