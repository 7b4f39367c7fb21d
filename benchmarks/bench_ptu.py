"""How do PTU sizes compare with Microsoft's worked examples and with two published advisers?

- az-scout-plugin-aoai-ptu-advisor 2026.3.31 divides all tokens per minute by the input tokens per
  minute and PTU: no output ratio, no cache.
- deploybase.ai counts 1,000 tokens per minute for a PTU, whatever the model.

Both are rebuilt from their description, and get the right table and the right lots here: what
differs is the formula alone.
"""

from __future__ import annotations

import sys

from azgreen.catalog import PTU_SKUS, PtuRow
from azgreen.estimate.sizing import PtuLoad, size_ptu
from azgreen.estimate.sizing.ptu import bought

POOLED = PTU_SKUS[0]
TPM_PER_PTU_OF_DEPLOYBASE = 1000
MICROSOFTS = (
    ("gpt-5.2", PtuLoad(1000, 200, 20), 110),
    ("gpt-5.2", PtuLoad(1000, 200, 20, cache_rate=0.5), 80),
)
OURS = (
    ("gpt-5.2", PtuLoad(60, 1155, 211)),
    ("gpt-4.1", PtuLoad(60, 1155, 211)),
    ("gpt-4.1-mini", PtuLoad(600, 1155, 211)),
    ("gpt-6-sol", PtuLoad(60, 1155, 211, cache_rate=0.5)),
)
SLOTS = "{:<46}{:>11}{:>9}{:>12}{:>12}"


def main() -> int:
    """Print the numbers side by side; exit code 1 when a worked example is missed."""
    print(SLOTS.format("", "Microsoft", "azgreen", "ptu-advisor", "deploybase"))
    right = True
    for model, load, expected in MICROSOFTS:
        found = _row(model, load, str(expected))
        right &= found == expected
    for model, load in OURS:
        _row(model, load, "")
    print(f"targets {'reached' if right else 'MISSED'}")
    return 0 if right else 1


def _row(model: str, load: PtuLoad, expected: str) -> int:
    sized = size_ptu(model, POOLED, load)
    rpm, cached = load.requests_per_minute, load.cache_rate
    name = f"{model}, {rpm:g} rpm, {load.input_tokens:g} in, {load.output_tokens:g} out"
    name += f", {cached:.0%} cached" if cached else ""
    others = (_advisor(sized.row, load), _deploybase(sized.row, load))
    print(SLOTS.format(name, expected, sized.ptu, *others))
    return sized.ptu


def _advisor(row: PtuRow, load: PtuLoad) -> int:
    """Divide the sum of all tokens, as the adviser does, and round up to its lots."""
    return bought(_all_tpm(load) / row.input_tpm_per_ptu, row.pooled)


def _deploybase(row: PtuRow, load: PtuLoad) -> int:
    return bought(_all_tpm(load) / TPM_PER_PTU_OF_DEPLOYBASE, row.pooled)


def _all_tpm(load: PtuLoad) -> float:
    return load.requests_per_minute * (load.input_tokens + load.output_tokens)


if __name__ == "__main__":
    sys.exit(main())
