"""Count, price and weigh a prompt, and check its budgets."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli import _sized

if TYPE_CHECKING:
    import argparse

    from azgreen.estimate.prompting import ChatRequest, PromptAsk
    from azgreen.estimate.traffic import Traffic

_STDIN: Final = "-"
_BUDGET_BROKEN: Final = 1
_SAMPLING: Final = (
    ("--temperature", None, "0 to 2"),
    ("--frequency-penalty", None, "-2 to 2"),
    ("--presence-penalty", None, "-2 to 2"),
)


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.epilog = "Exit: 0 within budget, 1 a check failed, 2 a fault."
    command.add_argument(
        "file", metavar="FILE", help="text, chat request (.json), one a line (.jsonl), or - (stdin)"
    )
    command.add_argument(
        "--model", help="a chat model, of the stack also by deployment (default: the first there)"
    )
    command.add_argument(
        "--sku", help="default: the stack's, else the narrowest by the token that is offered"
    )
    command.add_argument(
        "--region", help="default: the stack's, else the workload's 'from', else eastus"
    )
    _add_load(command)
    budget = command.add_argument_group("parameters, which go before those of the file")
    budget.add_argument("--max-tokens", type=float, metavar="NUMBER", help="limit of an answer")
    for flag, default, told in _SAMPLING:
        budget.add_argument(flag, type=float, default=default, metavar="NUMBER", help=told)
    _sized.add_format(command)


def _add_load(command: argparse.ArgumentParser) -> None:
    load = command.add_mutually_exclusive_group()
    load.add_argument(
        "--requests-per-second", type=float, metavar="NUMBER", help="to tell a month's requests"
    )
    load.add_argument(
        "--workload", type=Path, help="YAML with the rate and the tokens that are budgeted"
    )
    load.add_argument(
        "--stack",
        metavar="NAME",
        help="stacks/Pulumi.NAME.yaml, with its models, traffic and the limits of its gateway",
    )
    command.add_argument(
        "--cwd", type=Path, default=Path(), metavar="FOLDER", help="of --stack (default: here)"
    )


def run(options: argparse.Namespace) -> int:
    """Read, examine, show."""
    from azgreen.cli import _prompted  # noqa: PLC0415 - not for --help
    from azgreen.estimate.prompting import examine  # noqa: PLC0415 - not for --help

    report = examine(_ask(options))
    _prompted.show(report, options.format)
    return 0 if report.is_within_budget else _BUDGET_BROKEN


def _ask(options: argparse.Namespace) -> PromptAsk:
    from azgreen.errors import Fault, InputError  # noqa: PLC0415 - not for --help
    from azgreen.estimate.prompting import Parameters, PromptAsk  # noqa: PLC0415

    told = _of_stack(options) if options.stack is not None else _of_load(options)
    if told["model"] is None:
        raise InputError([Fault("--model", "is missing; name one, or give --workload or --stack")])
    return PromptAsk(
        requests=_requests(options.file),
        overrides=Parameters(
            max_tokens=options.max_tokens,
            temperature=options.temperature,
            frequency_penalty=options.frequency_penalty,
            presence_penalty=options.presence_penalty,
        ),
        **told,
    )


def _of_stack(options: argparse.Namespace) -> dict[str, Any]:
    from azgreen.cli._stack_file import named_stack_file  # noqa: PLC0415 - not for --help
    from azgreen.cli._stack_prompt import read_stack  # noqa: PLC0415 - not for --help

    stack = read_stack(named_stack_file(options.cwd, options.stack))
    asked = stack.chosen(options.model)
    return {
        "model": asked.model,
        "sku": options.sku or asked.sku,
        "region": options.region or stack.region,
        "enforced": stack.enforced,
        **_traffic(asked.traffic),
    }


def _of_load(options: argparse.Namespace) -> dict[str, Any]:
    from azgreen.workload import read_workload  # noqa: PLC0415 - not for --help

    places = {"sku": options.sku, "region": options.region}
    if options.workload is None:
        rate = {"requests_per_second": options.requests_per_second}
        return {"model": options.model, **places, **rate}
    workload = read_workload(options.workload)
    return {
        "model": options.model or workload.models[0],
        **places,
        "region": options.region or workload.from_region,
        **_traffic(workload.traffic),
    }


def _traffic(traffic: Traffic | None) -> dict[str, Any]:
    if traffic is None:
        return {}
    return {
        "requests_per_second": traffic.requests_per_second,
        "budget_tokens": traffic.input_tokens,
        "answer_tokens": traffic.output_tokens,
    }


def _requests(name: str) -> tuple[ChatRequest, ...]:
    from azgreen.errors import Fault, InputError  # noqa: PLC0415 - not for --help
    from azgreen.estimate.prompting import form_of, read_prompt  # noqa: PLC0415

    try:
        text = sys.stdin.read() if name == _STDIN else Path(name).read_text("utf-8")
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; give the path of a file"
        raise InputError([Fault(name, reason)]) from error
    except UnicodeDecodeError as error:
        raise InputError([Fault(name, "is not UTF-8; save it as such")]) from error
    where = "stdin" if name == _STDIN else name
    return read_prompt(text, where, form_of(name, text))
