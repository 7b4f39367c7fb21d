"""How much of each thing does a load take?

Pure functions over the catalogue; each result can `explain()` itself and is plain by `as_dict()`.
"""

from azgreen.estimate.sizing.cache import STORES, CacheNeed, CacheSize, size_cache
from azgreen.estimate.sizing.gpu import GpuSize, size_gpu
from azgreen.estimate.sizing.gpu_need import GpuNeed
from azgreen.estimate.sizing.gpu_option import GpuOption, Rejected
from azgreen.estimate.sizing.loading import MACHINE_AND_IMAGE_S, READ_GIB_PER_S, load_time_s
from azgreen.estimate.sizing.memory import kv_bytes, kv_bytes_per_gpu
from azgreen.estimate.sizing.money import HOURS_PER_MONTH
from azgreen.estimate.sizing.ptu import PtuSize, size_ptu
from azgreen.estimate.sizing.ptu_load import PtuLoad
from azgreen.estimate.sizing.search import REPLICAS, SearchNeed, SearchSize, size_search
from azgreen.estimate.sizing.serving import WAIT_SHARE, instance_of, limited_to

__all__ = [
    "HOURS_PER_MONTH",
    "MACHINE_AND_IMAGE_S",
    "READ_GIB_PER_S",
    "REPLICAS",
    "STORES",
    "WAIT_SHARE",
    "CacheNeed",
    "CacheSize",
    "GpuNeed",
    "GpuOption",
    "GpuSize",
    "PtuLoad",
    "PtuSize",
    "Rejected",
    "SearchNeed",
    "SearchSize",
    "instance_of",
    "kv_bytes",
    "kv_bytes_per_gpu",
    "limited_to",
    "load_time_s",
    "size_cache",
    "size_gpu",
    "size_ptu",
    "size_search",
]
