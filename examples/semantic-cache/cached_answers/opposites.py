"""Which words say the opposite of each other? English, as far as a short list goes.

Written by the author of `pairs.csv`: what it finds there is more than it will find elsewhere. Add
the opposites of your own trade.
"""

from __future__ import annotations

from typing import Final

_TURNING: Final = "not no never without none nobody nothing neither nor unable fail refuse lack"
_TO_TWELVE: Final = "zero one two three four five six seven eight nine ten eleven twelve"
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"

NEGATORS: Final = frozenset(_TURNING.split())
"""Each turns a question round once; `n't` and `cannot` are read as 'not'."""

_LISTED: Final = """
accept: reject decline
add: remove delete drop
advantage: drawback
allow: forbid block deny prohibit ban
approve: deny reject
arrive: leave depart
ascending: descending
automatic: manual
before: after
begin: end
best: worst
better: worse
big: small
buy: sell
cheap: expensive
cover: exclude
create: delete destroy
day: night
early: late
easy: hard difficult
empty: full
enter: leave exit
entrance: exit
fast: slow
first: last
free: paid
front: back
future: past
gain: lose
good: bad
grant: revoke deny
grow: shrink
hard: soft
heavy: light
high: low
higher: lower
hot: cold
in: out
input: output
inside: outside
join: leave
keep: delete discard
large: small
left: right
lend: borrow
long: short
major: minor
merge: split
more: less fewer
most: least
new: old
newest: oldest
on: off
open: close shut
over: under
pass: fail
permanent: temporary
positive: negative
present: absent
public: private
push: pull
raise: lower
read: write
real: fake
rise: fall
safe: dangerous risky harmful
send: receive
show: hide
start: stop
strong: weak
true: false
up: down
win: lose
young: old
"""

LISTED: Final = tuple(
    (one, other)
    for line in _LISTED.split("\n")
    if line
    for one, others in [line.split(": ")]
    for other in others.split()
)
"""Opposites that share no stem."""

PREFIXES: Final = (
    *(("", other) for other in ("un", "dis", "in", "im", "il", "ir", "non", "de")),
    *(("en", other) for other in ("dis", "de")),
    *(("in", other) for other in ("ex", "de", "out")),
    *(("im", "ex"), ("up", "down"), ("mini", "maxi"), ("over", "under"), ("pre", "post")),
)
"""Beginnings that turn the rest of a word round: '' and 'un' for 'safe' and 'unsafe'."""

NUMBERS: Final = {
    **{word: str(value) for value, word in enumerate(_TO_TWELVE.split())},
    **{word: str(10 * tens) for tens, word in enumerate(_TENS.split(), start=2)},
}
"""Digits of the numbers that are often written as words."""
