"""How well does a semantic cache work with these questions? `python examples/semantic-cache`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cached_answers.assistant import Assistant
from cached_answers.day import CHOSEN_COSINE, run_day
from cached_answers.pairs import read_pairs, texts
from cached_answers.scores import LOOSEST, replay
from cached_answers.servers import open_store
from cached_answers.vectors import MODEL, compare, local_model, stored_vectors, write_vectors
from cached_answers.written import results

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cached_answers.vectors import Vector

RESULTS: Final = Path(__file__).parent / "results"


def main() -> int:
    """Print what was measured; exit code 1 where the model makes other vectors than the stored."""
    asked = _arguments()
    pairs = read_pairs()
    vectors = _vectors(texts(pairs), anew=asked.embed, write=asked.write)
    if vectors is None:
        return 1
    with open_store() as (store, told):
        print(f"store: {told}\n")
        outcomes = replay(Assistant(store, vectors.__getitem__, _model, LOOSEST), pairs)
    with open_store() as (store, _):
        day = run_day(Assistant(store, vectors.__getitem__, _model, CHOSEN_COSINE), pairs)
    files = results(outcomes, day)
    print(files["measured.md"])
    if asked.write:
        for name, text in files.items():
            (RESULTS / name).write_text(text, encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--embed", action="store_true", help="make the vectors anew, and compare")
    reader.add_argument("--write", action="store_true", help="write results/ (and vectors.npz)")
    return reader.parse_args()


def _vectors(questions: Sequence[str], *, anew: bool, write: bool) -> Mapping[str, Vector] | None:
    """Return the vectors to work with; None where they are not the stored ones."""
    if not anew:
        print(f"vectors: as stored, made by {MODEL}")
        return stored_vectors(questions)
    model = local_model()
    made = {question: model(question) for question in questions}
    if write:
        write_vectors(made)
    others = compare(made, stored_vectors(questions))
    for question, cosine in others.items():
        print(f"not the stored vector (cosine {cosine:.4f}): {question}", file=sys.stderr)
    print(f"vectors: made anew by {MODEL} on this machine; as stored: {not others}")
    return None if others else made


def _model(question: str) -> str:
    """Stand in for the model behind the cache: what it answers plays no part here."""
    return f"the model's answer to: {question}"


if __name__ == "__main__":
    sys.exit(main())
