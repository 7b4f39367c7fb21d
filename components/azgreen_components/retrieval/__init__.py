"""Which passages of your documents go into a prompt?

- Billed: by search unit (replicas x partitions) and hour, asked or not; prices are those of East US
  2 (`service_prices.csv`). The semantic ranker is billed by query beyond 1,000 a month: off unless
  you ask for it (azure-ai-docs, semantic-how-to-enable-disable, 2024-09-24).
- Carbon: the smallest service that holds the index stands for the least hardware; one replica
  unless you promise more; vectors are kept once less, because no answer returns them. Compression
  is on choice: output `size` tells what each would take.
- Not known: the power of any tier, the energy of the semantic ranker and of embedding documents
  and questions, how many queries a replica answers, and what compression costs you in quality:
  measure it. The semantic ranker's price and regions are not in the catalogue.
"""

from azgreen_components.retrieval.args import RetrievalArgs
from azgreen_components.retrieval.component import Retrieval

__all__ = ["Retrieval", "RetrievalArgs"]
