"""Where does `retirements.csv` come from?

From Microsoft Learn, "Model retirement schedule", updated 2026-09-02 (repository
MicrosoftDocs/azure-ai-docs), restated by hand below for the models of the catalogue.
"""

from __future__ import annotations

from typing import NamedTuple

from refresh_files import arguments, finish, table

from azgreen.catalog._retirements import COLUMNS


class Retirement(NamedTuple):
    """One line of the schedule; a blank day: none is set."""

    model: str
    version: str
    lifecycle: str
    retires_on: str
    successor: str


# model | version | lifecycle | retires on | successor
SCHEDULE = """\
DeepSeek-R1|1|Retired|2026-08-13|DeepSeek-V4-Pro
DeepSeek-R1-0528|1|Retired|2026-07-13|DeepSeek-V4-Pro
DeepSeek-V3-0324|1|Retired|2026-07-13|DeepSeek-V4-Flash
DeepSeek-V3.2|1|GA||
DeepSeek-V4-Flash|2026-04-23|GA|2028-02-20|DeepSeek-V4-Flash-0731
DeepSeek-V4-Flash-0731|2026-07-31|Preview|2026-12-03|
DeepSeek-V4-Pro|2026-04-23|GA|2028-02-20|
FW-DeepSeek-V3.1|1|GA|2027-07-01|
FW-DeepSeek-V3.2|1|GA|2027-07-01|
FW-GLM-4.7|1|GA|2027-07-01|
FW-GLM-5|1|GA|2027-07-01|
FW-GLM-5.1|1|GA|2027-07-01|
FW-Kimi-K2-Instruct-0905|1|GA|2027-07-01|
FW-Kimi-K2-Thinking|1|GA|2027-07-01|
FW-Kimi-K2.5|1|GA|2027-07-01|
FW-MiniMax-M2.5|1|GA|2027-07-01|
FW-Qwen3-14B|1|GA|2027-07-01|
FW-Qwen3.5-122B-A10B|1|GA|2027-07-01|
FW-Qwen3.5-397B-A17B|1|GA|2027-07-01|
FW-gpt-oss-120b|1|GA|2027-07-01|
Llama-3.3-70B-Instruct|1|GA||
Meta-Llama-3.1-405B-Instruct|1|Retired|2026-06-13|
Meta-Llama-3.1-8B-Instruct|1|Retired|2026-06-13|
Phi-4|1|GA||
Phi-4-mini-instruct|1|GA||
gpt-4.1|2025-04-14|Legacy|2027-04-14|
gpt-4.1-mini|2025-04-14|Legacy|2027-04-14|
gpt-4.1-nano|2025-04-14|Legacy|2027-04-14|
gpt-4o|2024-05-13|Deprecated|2026-10-01|gpt-5.1
gpt-4o|2024-08-06|Deprecated|2027-04-14|gpt-5.1
gpt-4o|2024-11-20|Legacy|2027-04-14|gpt-5.1
gpt-4o-mini|2024-07-18|Deprecated|2027-04-14|
gpt-5|2025-08-07|GA|2027-02-09|
gpt-5-mini|2025-08-07|GA|2027-02-09|
gpt-5-nano|2025-08-07|GA|2027-02-09|
gpt-5.1|2025-11-13|GA|2027-05-15|
gpt-5.1-codex|2025-11-13|GA|2027-05-15|
gpt-5.2|2025-12-11|GA|2027-06-08|
gpt-5.2-codex|2026-01-14|GA|2027-07-13|
gpt-5.3-codex|2026-02-24|GA|2027-08-24|
gpt-5.4|2026-03-05|GA|2027-09-02|
gpt-5.4-mini|2026-03-17|GA|2027-09-21|
gpt-5.4-nano|2026-03-17|GA|2027-09-21|
gpt-5.5|2026-04-24|GA|2027-10-26|
gpt-5.6-luna|2026-07-09|GA|2028-01-11|
gpt-5.6-sol|2026-07-09|GA|2028-01-11|
gpt-5.6-terra|2026-07-09|GA|2028-01-11|
gpt-image-2|2026-04-21|GA|2027-10-21|
gpt-oss-120b|1|GA||
o1|2024-12-17|Deprecated|2026-10-21|gpt-5.6-sol
o3|2025-04-16|GA|2026-10-21|gpt-5.6-sol
o3-mini|2025-01-31|Deprecated|2026-10-01|o4-mini
o4-mini|2025-04-16|Deprecated|2026-10-16|
text-embedding-3-large|1|GA|2028-02-09|
text-embedding-3-small|1|GA|2028-02-09|
"""
RETIREMENTS = tuple(Retirement(*line.split("|")) for line in SCHEDULE.splitlines())


def retirement(model: str, version: str) -> Retirement:
    """Return the line of a model's version; blank where the schedule has none."""
    blank = Retirement(model, version, "", "", "")
    return next((row for row in RETIREMENTS if row[:2] == (model, version)), blank)


def main() -> int:
    """Write or compare `retirements.csv`."""
    args = arguments("Refresh the table of retirements.")
    rows = [row._asdict() for row in RETIREMENTS]
    text = table(COLUMNS, ("model", "version"), rows)
    return finish({"retirements.csv": text}, check=args.check)


if __name__ == "__main__":
    raise SystemExit(main())
