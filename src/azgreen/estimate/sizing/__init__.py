"""How much of each thing does a load take?

Pure functions over the catalogue; each result can `explain()` itself and is plain by `as_dict()`.
"""

from azgreen.estimate.sizing.cache import STORES, CacheNeed, CacheSize, size_cache
from azgreen.estimate.sizing.fine_tuning import (
    BATCH_SIZE,
    DROPOUT,
    EPOCHS,
    RANK,
    SEQUENCE_TOKENS,
    FineTuningNeed,
    FineTuningSize,
    size_fine_tuning,
)
from azgreen.estimate.sizing.fine_tuning_option import FineTuningOption, has_bfloat16
from azgreen.estimate.sizing.gpu import GpuSize, size_gpu
from azgreen.estimate.sizing.gpu_need import GpuNeed
from azgreen.estimate.sizing.gpu_option import GpuOption, Rejected
from azgreen.estimate.sizing.loading import MACHINE_AND_IMAGE_S, READ_GIB_PER_S, load_time_s
from azgreen.estimate.sizing.lora_memory import Lora, LoraMemory, lora_memory
from azgreen.estimate.sizing.lora_shape import LoraShape, lora_shape
from azgreen.estimate.sizing.memory import kv_bytes, kv_bytes_per_gpu
from azgreen.estimate.sizing.money import HOURS_PER_MONTH
from azgreen.estimate.sizing.payback import gco2e_per_prompt_token, payback_prompt_tokens
from azgreen.estimate.sizing.ptu import PtuSize, size_ptu
from azgreen.estimate.sizing.ptu_load import PtuLoad
from azgreen.estimate.sizing.search import REPLICAS, SearchNeed, SearchSize, size_search
from azgreen.estimate.sizing.serving import (
    PRODUCTION,
    PRODUCTION_INSTANCES,
    WAIT_SHARE,
    instance_of,
    limited_to,
)

__all__ = [
    "BATCH_SIZE",
    "DROPOUT",
    "EPOCHS",
    "HOURS_PER_MONTH",
    "MACHINE_AND_IMAGE_S",
    "PRODUCTION",
    "PRODUCTION_INSTANCES",
    "RANK",
    "READ_GIB_PER_S",
    "REPLICAS",
    "SEQUENCE_TOKENS",
    "STORES",
    "WAIT_SHARE",
    "CacheNeed",
    "CacheSize",
    "FineTuningNeed",
    "FineTuningOption",
    "FineTuningSize",
    "GpuNeed",
    "GpuOption",
    "GpuSize",
    "Lora",
    "LoraMemory",
    "LoraShape",
    "PtuLoad",
    "PtuSize",
    "Rejected",
    "SearchNeed",
    "SearchSize",
    "gco2e_per_prompt_token",
    "has_bfloat16",
    "instance_of",
    "kv_bytes",
    "kv_bytes_per_gpu",
    "limited_to",
    "load_time_s",
    "lora_memory",
    "lora_shape",
    "payback_prompt_tokens",
    "size_cache",
    "size_fine_tuning",
    "size_gpu",
    "size_ptu",
    "size_search",
]
