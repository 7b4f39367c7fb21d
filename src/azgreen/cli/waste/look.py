"""What of a stack's resources is waste, what is snoozed, and what cannot be told?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from azgreen.azure import place_of
from azgreen.azure.client import ManagementClient
from azgreen.azure.metrics import Metrics
from azgreen.cli._deployed import check_subscription, deployed
from azgreen.cli._stack_file import found_stack_file, loaded
from azgreen.cli.used.place import Place, weeks_until
from azgreen.cli.waste import change, clusters, models, online, services, snooze_file, stores
from azgreen.cli.waste.found import Found
from azgreen.cli.waste.view import View
from azgreen.errors import AzgreenError, EngineError, Fault, InputError, SignInError, nearest
from azgreen.estimate.waste import IDLE, KEY, Judged, newest, ranked

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from azgreen.azure import AzurePlace
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.waste.snooze_file import Snooze
    from azgreen.estimate.waste import Proof

_JUDGES: Final[Mapping[str, Callable[[Deployed, View], list[Judged]]]] = {
    online.TYPE.lower(): online.judge,
    models.TYPE.lower(): models.judge,
    stores.REDIS.lower(): stores.judge_redis,
    stores.COSMOS.lower(): stores.judge_cosmos,
    clusters.TYPE.lower(): clusters.judge,
    services.GATEWAY.lower(): services.judge_gateway,
    services.SEARCH.lower(): services.judge_search,
}


@dataclass(frozen=True)
class Looked:
    """Everything that was judged."""

    place: AzurePlace
    file: Path | None
    """The stack's file; None where it has none here."""
    waste: tuple[Found, ...]
    """By rank."""
    snoozed: tuple[tuple[Found, Snooze], ...]
    not_judged: tuple[Found, ...]
    needed: tuple[Found, ...]
    notes: tuple[str, ...]
    """Of snoozes that count no more, or excuse nothing."""

    by_hand: Mapping[str, str | None]
    """By id, why no command can write the fix; None where one can."""

    def chosen(self, ids: Sequence[str]) -> list[Found]:
        """Return what is to be fixed.

        Raises:
            InputError: an id is of no waste, or of one that is snoozed.
        """
        known = {each.id: each for each in self.waste}
        held = {each.id: snooze for each, snooze in self.snoozed}
        hint = "nothing is waste" if not known else None
        faults = [
            Fault("--fix", f"{name!r} is snoozed {held[name].told}")
            if name in held
            else Fault("--fix", f"{name!r} is no waste; {hint or nearest(name, [*known])}")
            for name in ids
            if name not in known
        ]
        if faults:
            raise InputError(faults)
        return [known[name] for name in dict.fromkeys(ids)]


def look(options: argparse.Namespace) -> Looked:
    """Read what is deployed and what it measured, and judge it.

    Raises:
        AzgreenError: nothing is deployed, Azure does not tell, or a file cannot be used.
    """
    now = datetime.now(UTC)
    file = found_stack_file(options.cwd, options.stack)
    proofs = () if file is None else _proofs(file)
    snoozes = snooze_file.of_stack(snooze_file.read(options.cwd, now.date()), options.stack)
    with deployed(options) as (resources, url):
        place = place_of(url, options.subscription)
        check_subscription(resources, place)
        with ManagementClient(place), Metrics(place) as metrics:
            since, until = weeks_until(now, options.weeks)
            hours = Place(resources, metrics, since, until.replace(minute=0))
            found = judged(View(hours, proofs, now.date()))
    return _sorted(place, file, found, snoozes, now.date())


def judged(view: View) -> list[Found]:
    """Return every verdict on what the view has.

    Raises:
        SignInError: nobody is signed in, or the caller may not read metrics.
        EngineError: Azure refuses, or does not answer.
    """
    return [
        Found(resource, each)
        for resource in view.place.resources
        if resource.type in _JUDGES
        for each in _judged(resource, view)
    ]


def _judged(resource: Deployed, view: View) -> list[Judged]:
    try:
        return _JUDGES[resource.type](resource, view)
    except (EngineError, SignInError):
        raise
    except KeyError as error:
        why = f"its input {error} is not known"
    except AzgreenError as error:
        why = "; ".join(str(error).splitlines())
    return [Judged(IDLE, view.label(resource), "not judged", why)]


def _sorted(
    place: AzurePlace,
    file: Path | None,
    found: Sequence[Found],
    snoozes: Sequence[Snooze],
    today: date,
) -> Looked:
    by_judged = {id(each.judged): each for each in found}
    waste = [by_judged[id(each)] for each in ranked(each.judged for each in found)]
    pairs = [(each, snooze_file.of_waste(snoozes, each.judged, today)) for each in waste]
    return Looked(
        place,
        file,
        tuple(each for each, snooze in pairs if snooze is None),
        tuple((each, snooze) for each, snooze in pairs if snooze is not None),
        tuple(each for each in found if each.judged.verdict == "not judged"),
        tuple(each for each in found if each.judged.verdict == "needed"),
        tuple(snooze_file.notes(snoozes, [each.judged for each in waste], today)),
        {each.id: _by_hand(file, each) for each in waste},
    )


def _by_hand(file: Path | None, found: Found) -> str | None:
    if file is None:
        return "the stack has no file in this project"
    return change.why_not(file, found)


def _proofs(file: Path) -> list[Proof]:
    config: Any = loaded(file, YAML(), file.read_text("utf-8"))["config"]
    return newest(config.get(KEY))
