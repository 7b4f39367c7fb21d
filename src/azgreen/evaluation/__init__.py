"""Is a smaller model as good as the one that serves, on the same questions?

Files in, a verdict out: no network unless a judge of one's own asks for it. docs: `azgreen
evaluate --help`.
"""

from azgreen.evaluation.answers import Answer, read_answers
from azgreen.evaluation.compare import Evaluation, evaluate
from azgreen.evaluation.http_judge import HttpJudge
from azgreen.evaluation.judges import Judge, LexicalJudge
from azgreen.evaluation.mcnemar import mcnemar_p
from azgreen.evaluation.outcomes import Outcome, Split
from azgreen.evaluation.resampling import Interval, mean_interval
from azgreen.evaluation.safety import Blocklist, read_blocklist
from azgreen.evaluation.scores import Score, score
from azgreen.evaluation.terms import LEAST_QUESTIONS, Terms
from azgreen.evaluation.text import exact_match, f1, normalised, words
from azgreen.evaluation.verdict import KEEP, PROMOTE, ROLL_BACK, Verdict

__all__ = [
    "KEEP",
    "LEAST_QUESTIONS",
    "PROMOTE",
    "ROLL_BACK",
    "Answer",
    "Blocklist",
    "Evaluation",
    "HttpJudge",
    "Interval",
    "Judge",
    "LexicalJudge",
    "Outcome",
    "Score",
    "Split",
    "Terms",
    "Verdict",
    "evaluate",
    "exact_match",
    "f1",
    "mcnemar_p",
    "mean_interval",
    "normalised",
    "read_answers",
    "read_blocklist",
    "score",
    "words",
]
