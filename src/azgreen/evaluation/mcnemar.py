"""Do two models fail on different questions by more than chance? McNemar's exact test.

Of the questions that only one of the two fails, half is either's if they are as good: binomial,
exact for any number of questions (McNemar, 1947; exact form: Fagerland et al., 2013).
"""

from __future__ import annotations

import math


def mcnemar_p(only_first: int, only_second: int) -> float:
    """Return the two-sided chance of so uneven a split or a more uneven one.

    Args:
        only_first: Questions that the first model alone fails.
        only_second: Questions that the second model alone fails.
    """
    return min(1.0, 2 * at_least(max(only_first, only_second), only_first + only_second))


def at_least(hits: int, tosses: int) -> float:
    """Return the chance of `hits` or more heads in so many tosses of a fair coin."""
    ways = all_ways = math.comb(tosses, hits)
    for number in range(hits, tosses):
        ways = ways * (tosses - number) // (number + 1)
        all_ways += ways
    return all_ways / 2**tosses


def upper_share(hits: int, questions: int, alpha: float) -> float:
    """Return the share that true faults may have when `hits` of `questions` show one.

    The one-sided bound of Clopper and Pearson (1934), found by halving: with no hit in n questions
    and an alpha of 0.05 it is about 3 / n.
    """
    if hits >= questions:
        return 1.0
    low, high = hits / questions, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(hits, questions, middle) > alpha:
            low = middle
        else:
            high = middle
    return high


def _at_most(hits: int, questions: int, share: float) -> float:
    if share >= 1:
        return 0.0
    chance, total = math.log1p(-share) * questions, 0.0
    odds = math.log(share) - math.log1p(-share) if share else -math.inf
    for number in range(hits + 1):
        if number:
            chance += math.log(questions - number + 1) - math.log(number) + odds
        total += math.exp(chance)
    return total
