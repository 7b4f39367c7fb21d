"""What does a prompt take, cost and emit, and does it keep its budgets of tokens and parameters?

`examine` answers for requests that `read_prompt` read; each module is one part of the answer.
"""

from azgreen.estimate.prompting.ask import PromptAsk
from azgreen.estimate.prompting.counting import Counter, counter_of, estimated_tokens
from azgreen.estimate.prompting.enforced import CAP, OVER_LIMIT, REJECT, Enforced
from azgreen.estimate.prompting.finding import FAIL, LEVELS, PASS, WARN, Finding
from azgreen.estimate.prompting.prefix import Prefix, cacheable, shared_prefix
from azgreen.estimate.prompting.reading import form_of, read_prompt
from azgreen.estimate.prompting.report import PromptReport, examine
from azgreen.estimate.prompting.request import PARTS, ChatRequest, Message, Parameters
from azgreen.estimate.prompting.sampling import RANGES
from azgreen.estimate.prompting.tokens import Tokens, mean_tokens, tokens_of
from azgreen.estimate.prompting.weight import REQUESTS, Weight, weigh

__all__ = [
    "CAP",
    "FAIL",
    "LEVELS",
    "OVER_LIMIT",
    "PARTS",
    "PASS",
    "RANGES",
    "REJECT",
    "REQUESTS",
    "WARN",
    "ChatRequest",
    "Counter",
    "Enforced",
    "Finding",
    "Message",
    "Parameters",
    "Prefix",
    "PromptAsk",
    "PromptReport",
    "Tokens",
    "Weight",
    "cacheable",
    "counter_of",
    "estimated_tokens",
    "examine",
    "form_of",
    "mean_tokens",
    "read_prompt",
    "shared_prefix",
    "tokens_of",
    "weigh",
]
