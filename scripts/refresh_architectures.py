"""Where do `architectures.csv`, `dense_shapes.csv` and `scores.csv` come from?

From the model cards, configurations and papers that each line below names, restated by hand.
"""

from __future__ import annotations

from open_models import HOSTED
from refresh_files import arguments, finish, table

from azgreen.catalog._architectures import COLUMNS as ARCHITECTURE_COLUMNS
from azgreen.catalog._dense_shapes import COLUMNS as SHAPE_COLUMNS
from azgreen.catalog._scores import COLUMNS as SCORE_COLUMNS

_V3 = "arXiv 2412.19437|2024-12-27"
_QWEN3 = "arXiv 2505.09388|2025-05-14"
_GEMMA3 = "arXiv 2503.19786|2025-03-25"
_OSS = "arXiv 2508.10925|2025-08-08"
_LLAMA = "arXiv 2407.21783|2024-07-31"
# model | attention | layers | those that keep the whole context | window of the others in tokens |
# KV heads | head size | latent size | size of the rotary part | bytes per weight as published
ARCHITECTURES = f"""\
DeepSeek-R1|mla|61|61||||512|64|1|{_V3}
DeepSeek-R1-0528|mla|61|61||||512|64|1|{_V3}
DeepSeek-V3|mla|61|61||||512|64|1|{_V3}
DeepSeek-V3-0324|mla|61|61||||512|64|1|{_V3}
DeepSeek-V3.2|mla|61|61||||512|64|1|{_V3}
FW-DeepSeek-V3.1|mla|61|61||||512|64|1|{_V3}
Llama-3.3-70B-Instruct|gqa|80|80||8|128|||2|{_LLAMA}
Meta-Llama-3.1-405B-Instruct|gqa|126|126||8|128|||2|{_LLAMA}
Meta-Llama-3.1-8B-Instruct|gqa|32|32||8|128|||2|{_LLAMA}
Mistral-7B-Instruct-v0.3|gqa|32|32||8|128|||2|Mistral model card|2024-05-22
Mistral-Small-24B-Instruct-2501|gqa|40|40||8|128|||2|Mistral model card|2025-01-30
Phi-3.5-mini-instruct|gqa|32|32||32|96|||2|arXiv 2404.14219|2024-08-30
Phi-4|gqa|40|40||10|128|||2|arXiv 2412.08905|2024-12-12
Phi-4-mini-instruct|gqa|32|32||8|128|||2|arXiv 2503.01743|2025-03-03
Qwen3-14B|gqa|40|40||8|128|||2|{_QWEN3}
Qwen3-235B-A22B|gqa|94|94||4|128|||2|{_QWEN3}
Qwen3-30B-A3B|gqa|48|48||4|128|||2|{_QWEN3}
Qwen3-32B|gqa|64|64||8|128|||2|{_QWEN3}
Qwen3-8B|gqa|36|36||8|128|||2|{_QWEN3}
gemma-3-12b-it|gqa|48|8|1024|8|256|||2|{_GEMMA3}
gemma-3-27b-it|gqa|62|10|1024|16|128|||2|{_GEMMA3}
gpt-oss-120b|gqa|36|18|128|8|64|||0.56|{_OSS}
gpt-oss-20b|gqa|24|12|128|8|64|||0.66|{_OSS}
"""
# model | width | width of the feed-forward network | heads | vocabulary | whether one matrix reads
# and writes the tokens | whether projections are fused
SHAPES = """\
Llama-3.3-70B-Instruct|8192|28672|64|128256|no|no|config.json of the weights|2024-12-06
Meta-Llama-3.1-405B-Instruct|16384|53248|128|128256|no|no|arXiv 2407.21783|2024-07-31
Meta-Llama-3.1-8B-Instruct|4096|14336|32|128256|no|no|arXiv 2407.21783|2024-07-31
Mistral-7B-Instruct-v0.3|4096|14336|32|32768|no|no|config.json of the weights|2024-05-22
Mistral-Small-24B-Instruct-2501|5120|32768|32|131072|no|no|config.json of the weights|2025-01-30
Phi-3.5-mini-instruct|3072|8192|32|32064|no|yes|config.json of the weights|2024-08-30
Phi-4|5120|17920|40|100352|no|yes|config.json of the weights|2024-12-12
Phi-4-mini-instruct|3072|8192|24|200064|yes|yes|config.json of the weights|2025-03-03
Qwen3-14B|5120|17408|40|151936|no|no|config.json of the weights|2025-05-14
Qwen3-32B|5120|25600|64|151936|no|no|config.json of the weights|2025-05-14
Qwen3-8B|4096|12288|32|151936|no|no|config.json of the weights|2025-05-14
gemma-3-12b-it|3840|15360|16|262208|yes|no|config.json of the weights|2025-03-25
gemma-3-27b-it|5376|21504|32|262208|yes|no|config.json of the weights|2025-03-25
"""
_EVALS = "0-shot chain of thought|OpenAI simple-evals, commit 0f2cf333|2025-04-16"
_REASONS = "default reasoning effort|OpenAI simple-evals, commit 0f2cf333|2025-04-16"
# model | benchmark | score in percent | setting | source | its date
SCORES = f"""\
DeepSeek-R1|MMLU|90.8|reasoning|arXiv 2501.12948|2025-01-22
DeepSeek-R1-0528|MMLU-Pro|85.0|reasoning|DeepSeek model card|2025-05-28
DeepSeek-V3|MMLU|88.5|chat|{_V3}
DeepSeek-V3-0324|MMLU-Pro|81.2|chat|DeepSeek model card|2025-03-24
DeepSeek-V3.2|MMLU-Pro|85.0|reasoning|arXiv 2512.02556|2025-12-02
FW-DeepSeek-V3.1|MMLU-Pro|83.7|chat|DeepSeek model card|2025-08-21
Llama-3.3-70B-Instruct|MMLU|86.0|0-shot chain of thought|Meta model card|2024-12-06
Meta-Llama-3.1-405B-Instruct|MMLU|88.6|0-shot chain of thought|{_LLAMA}
Meta-Llama-3.1-8B-Instruct|MMLU|73.0|0-shot chain of thought|{_LLAMA}
Mistral-7B-Instruct-v0.3|MMLU|60.1|5-shot, base model v0.1|arXiv 2310.06825|2023-10-10
Mistral-Small-24B-Instruct-2501|MMLU|80.73|5-shot, base model|Mistral model card|2025-01-30
Phi-3.5-mini-instruct|MMLU|65.5|5-shot|arXiv 2503.01743|2025-03-03
Phi-4|MMLU|84.8|0-shot chain of thought|arXiv 2412.08905|2024-12-12
Phi-4-mini-instruct|MMLU|67.3|5-shot|arXiv 2503.01743|2025-03-03
Qwen3-14B|MMLU|81.05|5-shot, base model|{_QWEN3}
Qwen3-235B-A22B|MMLU|87.81|5-shot, base model|{_QWEN3}
Qwen3-30B-A3B|MMLU|81.38|5-shot, base model|{_QWEN3}
Qwen3-32B|MMLU|83.61|5-shot, base model|{_QWEN3}
Qwen3-8B|MMLU|76.89|5-shot, base model|{_QWEN3}
gemma-3-12b-it|MMLU|74.5|5-shot, base model|Google model card|2025-03-12
gemma-3-27b-it|MMLU|78.6|5-shot, base model|Google model card|2025-03-12
gpt-4.1|MMLU|90.2|{_EVALS}
gpt-4.1-mini|MMLU|87.5|{_EVALS}
gpt-4.1-nano|MMLU|80.1|{_EVALS}
gpt-4o|MMLU|85.7|{_EVALS}
gpt-4o-mini|MMLU|82.0|{_EVALS}
gpt-oss-120b|MMLU|90.0|high reasoning effort|{_OSS}
gpt-oss-20b|MMLU|85.3|high reasoning effort|{_OSS}
o1|MMLU|91.8|{_REASONS}
o3|MMLU|92.9|{_REASONS}
o3-mini|MMLU|85.9|{_REASONS}
o4-mini|MMLU|90.0|{_REASONS}
"""


def main() -> int:
    """Write or compare the three tables."""
    args = arguments("Refresh the tables of architectures, widths and benchmark scores.")
    texts = {
        "architectures.csv": _text(ARCHITECTURES, ARCHITECTURE_COLUMNS),
        "dense_shapes.csv": table(SHAPE_COLUMNS, ("model",), _rows(SHAPES, SHAPE_COLUMNS)),
        "scores.csv": _text(SCORES, SCORE_COLUMNS),
    }
    return finish(texts, check=args.check)


def _rows(lines: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(columns, line.split("|"), strict=True)) for line in lines.splitlines()]


def _text(lines: str, columns: tuple[str, ...]) -> str:
    rows = _rows(lines, columns)
    known = {row["model"]: row for row in rows}
    rows += [{**known[same], "model": name} for name, same in HOSTED.items()]
    return table(columns, ("model",), rows)


if __name__ == "__main__":
    raise SystemExit(main())
