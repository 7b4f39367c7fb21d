"""Which answers are kept for the next who asks alike?"""

from azgreen_components.semantic_cache.args import CachedTrafficArgs, SemanticCacheArgs
from azgreen_components.semantic_cache.component import SemanticCache

__all__ = ["CachedTrafficArgs", "SemanticCache", "SemanticCacheArgs"]
