"""Which route, which model and which levers suit a workload with the least carbon?"""

from azgreen.estimate.advice.ask import LATENCY_TARGET_MS, LIFETIME_MONTHS, RAG_TOKENS, Ask
from azgreen.estimate.advice.candidates import Judged, smallest
from azgreen.estimate.advice.decision import Advice, advise
from azgreen.estimate.advice.levers import Lever, cut_at
from azgreen.estimate.advice.lifetime import Method, training_gco2e, training_gpu_h
from azgreen.estimate.advice.routes import ENDPOINT, PAY_AS_YOU_GO, PTU, NoRoute, Route

__all__ = [
    "ENDPOINT",
    "LATENCY_TARGET_MS",
    "LIFETIME_MONTHS",
    "PAY_AS_YOU_GO",
    "PTU",
    "RAG_TOKENS",
    "Advice",
    "Ask",
    "Judged",
    "Lever",
    "Method",
    "NoRoute",
    "Route",
    "advise",
    "cut_at",
    "smallest",
    "training_gco2e",
    "training_gpu_h",
]
