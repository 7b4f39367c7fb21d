"""How much arithmetic does a training take, and which part of a GPU's peak does it reach?

training FLOP = 6 x parameters x tokens: 2 for the pass forward, 2 for the gradients of what
flows through, 2 for those of the weights
"""

from __future__ import annotations

from typing import Final

from azgreen.catalog import Spread

FLOP_PER_PARAM_AND_TOKEN: Final = 6

LORA_SHARE: Final = 4 / 6
"""Of it that LoRA takes: no gradients of frozen weights (arXiv 2106.09685)."""

RECOMPUTED_SHARE: Final = 2 / 6
"""On top where activations are computed again instead of kept: a second pass forward."""

UTILISATION: Final = Spread(0.16, 0.28, 0.43)
"""Of an H100's dense 16-bit peak that training reaches, all losses included.

Low and middle: what Llama 3 8B and 70B took, 1.3 and 6.4 million H100 hours for 15 trillion tokens
(Meta's model card). High: the upper end of 38 to 43 % for Llama 3.1 405B (arXiv 2407.21783).
"""
