"""Which models with open weights does the catalogue list, and what do their makers publish?

Read by `refresh_models.py` and `refresh_architectures.py`. Figures are restated by hand from the
model cards and papers that each line names. `FW-` is what Fireworks hosts on Foundry.
"""

from __future__ import annotations

from typing import NamedTuple


class OpenModel(NamedTuple):
    """One line of the table below; blank: its card was not read."""

    name: str
    version: str
    publisher: str
    active_params_b: str
    total_params_b: str
    context_tokens: str
    licence: str
    source: str
    source_date: str


_TABLE = """\
DeepSeek-R1|1|DeepSeek|37|671|131072|MIT|arXiv 2501.12948|2025-01-22
DeepSeek-R1-0528|1|DeepSeek|37|671|131072|MIT|arXiv 2501.12948|2025-01-22
DeepSeek-V3|1|DeepSeek|37|671|131072|DeepSeek Model License|arXiv 2412.19437|2024-12-27
DeepSeek-V3-0324|1|DeepSeek|37|671|131072|MIT|arXiv 2412.19437|2024-12-27
DeepSeek-V3.2|1|DeepSeek|37|671|131072|MIT|arXiv 2412.19437|2024-12-27
DeepSeek-V4-Flash|2026-04-23|DeepSeek|13|284|1048576|MIT|DeepSeek-V4 model card|2026-04-24
DeepSeek-V4-Flash-0731|2026-07-31|DeepSeek|13|284|1048576|MIT|DeepSeek-V4 model card|2026-04-24
DeepSeek-V4-Pro|2026-04-23|DeepSeek|49|1600|1048576|MIT|DeepSeek-V4 model card|2026-04-24
FW-DeepSeek-V3.1|1|Fireworks|37|671|131072|MIT|arXiv 2412.19437|2024-12-27
FW-DeepSeek-V3.2|1|Fireworks|37|671|131072|MIT|arXiv 2412.19437|2024-12-27
FW-DeepSeek-V4-Flash-0731|1|Fireworks|13|284|1048576|MIT|DeepSeek-V4 model card|2026-04-24
FW-DeepSeek-V4-Pro|1|Fireworks|49|1600|1048576|MIT|DeepSeek-V4 model card|2026-04-24
FW-GLM-4.7|1|Fireworks|32|355||MIT|arXiv 2508.06471 (GLM-4.5)|2025-08-08
FW-GLM-5|1|Fireworks|40|744||MIT|EcoLogits 0.11.3|2026-11-23
FW-GLM-5.1|1|Fireworks|40|744||MIT|EcoLogits 0.11.3 (GLM-5)|2026-11-23
FW-GLM-5.2|1|Fireworks|40|744||MIT|EcoLogits 0.11.3|2026-11-23
FW-Gemma-4-26B-A4B-IT|1|Fireworks|4|26||Apache-2.0|EcoLogits 0.11.3|2026-11-23
FW-Gemma-4-31B-IT|1|Fireworks|31|31||Apache-2.0|EcoLogits 0.11.3|2026-11-23
FW-Kimi-K2-Instruct-0905|1|Fireworks|32|1000|262144|Modified MIT|arXiv 2507.20534|2025-07-28
FW-Kimi-K2-Thinking|1|Fireworks|32|1000|262144|Modified MIT|arXiv 2507.20534|2025-07-28
FW-Kimi-K2.5|1|Fireworks|32|1000|262144|Modified MIT|arXiv 2507.20534 (Kimi K2)|2025-07-28
FW-Kimi-K2.6|1|Fireworks|32|1000|262144|Modified MIT|arXiv 2507.20534 (Kimi K2)|2025-07-28
FW-MiniMax-M2.5|1|Fireworks|10|230|||MiniMax-M2 model card|2025-10-27
FW-Ministral-3-3B-Instruct-2512|1|Fireworks|3.32|3.32||Apache-2.0|EcoLogits 0.11.3|2026-11-23
FW-Nemotron-Super-120B|1|Fireworks|12|120|||name of the model (120B-A12B)|2026-09-23
FW-Qwen3-14B|1|Fireworks|14.8|14.8|32768|Apache-2.0|arXiv 2505.09388|2025-05-14
FW-Qwen3-32B|1|Fireworks|32.8|32.8|32768|Apache-2.0|arXiv 2505.09388|2025-05-14
FW-Qwen3.5-122B-A10B|1|Fireworks|10|122|||name of the model|2026-09-23
FW-Qwen3.5-27B|1|Fireworks|27|27|||name of the model|2026-09-23
FW-Qwen3.5-35B-A3B|1|Fireworks|3|35|||name of the model|2026-09-23
FW-Qwen3.5-397B-A17B|1|Fireworks|17|397|||name of the model|2026-09-23
FW-Qwen3.5-4B|1|Fireworks|4|4|||name of the model|2026-09-23
FW-Qwen3.5-9B|1|Fireworks|9|9|||name of the model|2026-09-23
FW-Qwen3.6-27B|1|Fireworks|27|27|||name of the model|2026-09-23
FW-Qwen3.6-35B-A3B|1|Fireworks|3|35|||name of the model|2026-09-23
FW-gpt-oss-120b|1|Fireworks|5.1|116.8|131072|Apache-2.0|arXiv 2508.10925|2025-08-08
FW-gpt-oss-20b|1|Fireworks|3.6|20.9|131072|Apache-2.0|arXiv 2508.10925|2025-08-08
Llama-3.3-70B-Instruct|1|Meta|70|70|131072|Llama 3.3 Community|Meta model card|2024-12-06
Meta-Llama-3.1-405B-Instruct|1|Meta|405|405|131072|Llama 3.1 Community|arXiv 2407.21783|2024-07-31
Meta-Llama-3.1-8B-Instruct|1|Meta|8|8|131072|Llama 3.1 Community|arXiv 2407.21783|2024-07-31
Mistral-7B-Instruct-v0.3|1|Mistral AI|7.25|7.25|32768|Apache-2.0|model card|2024-05-22
Mistral-Small-24B-Instruct-2501|1|Mistral AI|23.6|23.6|32768|Apache-2.0|model card|2025-01-30
Phi-3.5-mini-instruct|1|Microsoft|3.8|3.8|131072|MIT|arXiv 2404.14219|2024-08-30
Phi-4|1|Microsoft|14.7|14.7|16384|MIT|arXiv 2412.08905|2024-12-12
Phi-4-mini-instruct|1|Microsoft|3.8|3.8|131072|MIT|arXiv 2503.01743|2025-03-03
Qwen3-14B|1|Qwen|14.8|14.8|32768|Apache-2.0|arXiv 2505.09388|2025-05-14
Qwen3-235B-A22B|1|Qwen|22|235|32768|Apache-2.0|arXiv 2505.09388|2025-05-14
Qwen3-30B-A3B|1|Qwen|3.3|30.5|32768|Apache-2.0|arXiv 2505.09388|2025-05-14
Qwen3-32B|1|Qwen|32.8|32.8|32768|Apache-2.0|arXiv 2505.09388|2025-05-14
Qwen3-8B|1|Qwen|8.2|8.2|32768|Apache-2.0|arXiv 2505.09388|2025-05-14
gemma-3-12b-it|1|Google|12.2|12.2|131072|Gemma Terms of Use|arXiv 2503.19786|2025-03-25
gemma-3-27b-it|1|Google|27.4|27.4|131072|Gemma Terms of Use|arXiv 2503.19786|2025-03-25
gpt-oss-120b|1|OpenAI-OSS|5.1|116.8|131072|Apache-2.0|arXiv 2508.10925|2025-08-08
gpt-oss-20b|1|OpenAI-OSS|3.6|20.9|131072|Apache-2.0|arXiv 2508.10925|2025-08-08
"""
OPEN = tuple(OpenModel(*line.split("|")) for line in _TABLE.splitlines())
# The same weights under another name.
HOSTED = {
    "FW-DeepSeek-V3.2": "DeepSeek-V3.2",
    "FW-Qwen3-14B": "Qwen3-14B",
    "FW-Qwen3-32B": "Qwen3-32B",
    "FW-gpt-oss-120b": "gpt-oss-120b",
    "FW-gpt-oss-20b": "gpt-oss-20b",
}
