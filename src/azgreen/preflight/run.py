"""Would Azure take this plan now?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

from azgreen.preflight import clusters, deleted, models, names, roles
from azgreen.preflight.answers import Answers
from azgreen.preflight.azure import RefusedError
from azgreen.preflight.refused import READER, skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from azgreen.estimate.inventory import Resource
    from azgreen.preflight.azure import Azure
    from azgreen.preflight.line import Line
    from azgreen.preflight.names import Name
    from azgreen.preflight.roles import Asked

AT_ONCE: Final = 8
"""Questions under way at the same time."""


def preflight(resources: Sequence[Resource], azure: Azure, today: date) -> tuple[Line, ...]:
    """Ask Azure about everything that a plan would make; the lines in the order of `CHECKS`.

    Args:
        resources: All resources of the plan, with their inputs; others than azure-native's are
            none of Azure's business.
        azure: Whom to ask. Questions are asked side by side, each once.
        today: The day by which retirements are judged.

    Returns:
        One line for each check of each resource; what Azure did not answer is a SKIP.
    """
    answers = Answers(azure)
    work = [*_tasks(resources, answers, today)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [line for lines in pool.map(_listed, work) for line in lines]
    return tuple(sorted(found, key=lambda line: line.order))


def _tasks(
    resources: Sequence[Resource], answers: Answers, today: date
) -> Iterator[Callable[[], Iterator[Line]]]:
    for wanted in roles.asked(resources):
        yield partial(_role, wanted, answers)
    for namespace in roles.namespaces(resources):
        yield partial(_provider, namespace, answers)
    for name in names.names(resources):
        yield partial(_name, name, answers)
        if name.kind in deleted.KEPT and name.text:
            yield partial(_deleted, name, answers)
    yield from models.tasks(resources, answers, today)
    yield from clusters.tasks(resources, answers)


def _listed(task: Callable[[], Iterator[Line]]) -> list[Line]:
    return [*task()]


def _role(wanted: Asked, answers: Answers) -> Iterator[Line]:
    azure = answers.azure
    path = f"/subscriptions/{azure.subscription}{wanted.scope}{roles.PERMISSIONS}"
    try:
        answer = azure.listed(path, roles.PERMISSIONS_VERSION)
    except RefusedError as error:
        what = f"your permissions in {wanted.told}"
        yield from skipped("role", "subscription", what, READER, error)
        return
    yield from roles.judge(wanted, answer)


def _provider(namespace: str, answers: Answers) -> Iterator[Line]:
    azure = answers.azure
    path = f"/subscriptions/{azure.subscription}/providers/{namespace}"
    try:
        answer = azure.get(path, roles.PROVIDERS_VERSION)
    except RefusedError as error:
        yield from skipped("provider", namespace, "its registration", READER, error)
        return
    yield from roles.registered(namespace, answer)


def _name(name: Name, answers: Answers) -> Iterator[Line]:
    line = names.not_asked(name)
    if line is not None:
        yield line
        return
    try:
        taken = names.answer(name, answers.azure)
        own = bool(taken) and answers.deployed(name.path, name.rule.api_version) is not None
    except RefusedError as error:
        what = f"the name '{name.text}'"
        yield from skipped("name", name.of, what, name.rule.role, error)
        return
    yield from names.judge(name, taken, own=own)


def _deleted(name: Name, answers: Answers) -> Iterator[Line]:
    try:
        kept = answers.deleted(name.kind, partial(deleted.ask, name.kind, answers.azure))
    except RefusedError as error:
        what = f"deleted {deleted.KEPT[name.kind].noun}"
        yield from skipped("deleted", name.of, what, READER, error)
        return
    yield from deleted.judge(name, kept)
