"""Which answers are kept for the next who asks alike?

- Billed: Redis by node and hour, asked or not; two nodes in `prod`. Cosmos DB by request unit when
  serverless; with autoscale a tenth of the maximum is always held ready. Prices are those of East
  US 2 (`service_prices.csv`).
- Carbon: what is answered from the cache asks no model. Output `avoided`: requests, tokens, gCO2e
  and USD that hits spare in an hour, before what the cache itself takes. Serverless holds nothing
  ready, and in Redis the smallest size that fits is taken.
- Not known: the power of either store, the energy of embedding each prompt, and your hit rate:
  measure it. Of GPTCache's hits at a similarity of 0.95, 5.6 % were wrong (425 right, 25 wrong; its
  own data and score). Of ours, half were: 26 of 51, questions that are hard on purpose
  (`examples/semantic-cache`, which also has the check of the words that tells most of them apart).
"""

from azgreen_components.semantic_cache.args import CachedTrafficArgs, SemanticCacheArgs
from azgreen_components.semantic_cache.component import SemanticCache

__all__ = ["CachedTrafficArgs", "SemanticCache", "SemanticCacheArgs"]
