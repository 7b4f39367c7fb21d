"""Which resources does a check look at, and what does the pack say to them?

The three ways end in the same list of resources and the same genuine pack, so that they find the
same. The pack does not apply waivers here: this does, with the pack's own code, because it has to
show what is waived.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azgreen import catalog
from azgreen.cli import _session
from azgreen.errors import Fault, InputError
from azgreen.findings import SEVERITIES, Checked, Finding, Rule, Source, Unjudged, Waived
from azgreen_emulator.engine.delivered import Delivered, read_delivered
from azgreen_emulator.engine.policy import PolicyPack
from azgreen_emulator.engine.project import Stack, load_stack
from azgreen_policies import _ledger, waivers
from azgreen_policies.pack import WAIVERS, beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen_emulator.engine import Report, Step
    from azgreen_emulator.engine.policy import Violation

_STDIN = "-"
_RAW = {WAIVERS: ""}


@dataclass(frozen=True)
class Looked:
    """What there is to judge, and the stack that it belongs to."""

    stack: Stack
    delivered: Delivered


def look(options: argparse.Namespace) -> Looked:
    """Run the program, or read what another run left."""
    if options.stack is not None:
        return _run(options)
    name, wanted = (options.preview, "before") if options.preview else (options.export, "")
    delivered = delivered_of(name)
    if bool(wanted) is (delivered.before is None):
        kind = "an exported stack" if delivered.before is None else "a preview"
        option = "--export" if delivered.before is None else "--preview"
        raise InputError([Fault(name, f"holds {kind}; write {option} {name}")])
    return Looked(_stack_of(options.cwd.resolve(), delivered), delivered)


def delivered_of(name: str) -> Delivered:
    """Read a file, or standard input where it is called `-`."""
    return read_delivered(file_of(name), text_of(name))


def file_of(name: str) -> Path | None:
    """Return the file that is meant; None for standard input, called `-`."""
    return None if name == _STDIN else Path(name)


def check(options: argparse.Namespace, looked: Looked) -> Checked:
    """Ask every pack, and sort what it says."""
    found: list[tuple[PolicyPack, Violation]] = []
    rules: dict[str, Rule] = {}
    with ExitStack() as opened:
        for folder in _session.pack_folders(options):
            pack = opened.enter_context(_pack(folder, looked.stack, options))
            found += [(pack, item) for item in _judged(pack, looked.delivered)]
            rules |= {f"{pack.folder}:{item.name}": _rule(item) for item in pack.info.policies}
            rules.pop(f"{pack.folder}:waivers", None)
    return _sorted(options, looked, found, rules)


def _judged(pack: PolicyPack, delivered: Delivered) -> list[Violation]:
    found: list[Violation] = []
    for item in delivered.after:
        if item.custom and not item.token.startswith("pulumi:providers:"):
            found += pack.analyze(item, item.inputs)
    return found + pack.analyze_stack()


def _sorted(
    options: argparse.Namespace,
    looked: Looked,
    found: Sequence[tuple[PolicyPack, Violation]],
    rules: dict[str, Rule],
) -> Checked:
    held = _waivers(options, list(rules.values()), looked.stack.name)
    findings: list[Finding] = []
    unjudged: list[Unjudged] = []
    used: set[waivers.Waiver] = set()
    for pack, item in found:
        rule = rules.get(f"{pack.folder}:{item.policy}")
        if rule is None:
            continue  # the pack's own view of waivers, which are none to it here
        if item.unknown is not None:
            unjudged.append(Unjudged(rule, item.urn, item.unknown))
            continue
        waiver = waivers.waiver_of(held, rule.ref, item.urn, _ledger.today())
        used |= {waiver} if waiver else set()
        findings.append(_finding(looked, rule, item, waiver))
    return Checked(
        project=looked.stack.project,
        stack=looked.stack.name,
        rules=tuple(sorted(rules.values(), key=lambda rule: rule.ref)),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        unjudged=tuple(unjudged),
        idle_waivers=tuple(
            f"{it.rule} at {it.resource!r}, {it.told}" for it in held if it not in used
        ),
        data_version=catalog.CARBON_DATA_VERSION,
    )


def _finding(looked: Looked, rule: Rule, item: Violation, waiver: waivers.Waiver | None) -> Finding:
    file, _, line = looked.delivered.sources.get(item.urn, "").partition("#")
    found = Finding(
        rule=rule,
        urn=item.urn,
        message=item.finding,
        mandatory=item.mandatory,
        source=Source(file, int(line)) if line.isdigit() else None,
    )
    if waiver is None:
        return found
    if waiver.holds(_ledger.today()):
        return replace(found, waived=Waived(waiver.owner, waiver.reason, f"{waiver.expires}"))
    return replace(found, message=_ledger.over(found.message, waiver))


def _rule(policy: Any) -> Rule:
    tags = [*policy.tags, "", ""]
    severities = dict(enumerate(reversed(SEVERITIES), start=1))
    return Rule(
        ref=tags[0] or policy.name,
        name=policy.name,
        pillar=tags[1] or "policy",
        severity=severities.get(policy.severity, "medium"),
        summary=policy.description,
        fix=policy.remediation_steps,
        page=policy.url,
    )


def _waivers(
    options: argparse.Namespace, rules: Sequence[Rule], stack: str
) -> Sequence[waivers.Waiver]:
    own = options.waivers or beside(options.cwd.resolve() / "policies", waivers.FILE, WAIVERS)
    known = {rule.name: rule.ref for rule in rules}
    found = () if own is None else waivers.read(own, known, _ledger.today())
    return waivers.of_stack(found, stack)


def _pack(folder: Path, stack: Stack, options: argparse.Namespace) -> PolicyPack:
    config = options.policy_pack_config
    return PolicyPack(folder, stack, preview=True, config=config, environment=_RAW)


def _run(options: argparse.Namespace) -> Looked:
    bare = argparse.Namespace(**{**vars(options), "policy_pack": [], "policy_pack_config": None})
    with _session.open_deployment(bare, Silent()) as deployment:
        report = deployment.preview()
        before = tuple(_session.recorded(deployment))
        stack = deployment.site.stack
    after = tuple(report.planned)
    delivered = Delivered(stack.project, stack.name, stack.config, after, before, report.sources)
    return Looked(stack, delivered)


def text_of(name: str) -> str:
    """Return the text of a file, or of standard input where it is called `-`.

    Raises:
        InputError: it cannot be read.
    """
    file = file_of(name)
    try:
        return sys.stdin.read() if file is None else file.read_text("utf-8")
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; give the path of a file"
        raise InputError([Fault(str(file), reason)]) from error
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(file), "is not UTF-8; save it as such")]) from error


def _stack_of(folder: Path, delivered: Delivered) -> Stack:
    """Return the stack with the configuration that the file holds, over that of the project."""
    known = {}
    secret: frozenset[str] = frozenset()
    if (folder / "Pulumi.yaml").is_file():
        try:
            own = load_stack(folder, delivered.stack)
        except InputError:
            own = None  # another project's file; what it holds itself is enough
        if own is not None and own.project == delivered.project:
            known, secret = dict(own.config), own.secret_keys
    config = {**known, **delivered.config}
    return Stack(delivered.project, delivered.stack, folder, folder, config, secret)


class Silent:
    """Nobody waits for the plan of a check; what the program says is told."""

    def planned(self, report: Report) -> None:
        """Keep it for the end."""

    def started(self, step: Step) -> None:
        """Nothing is started."""

    def finished(self, step: Step) -> None:
        """Nothing is done."""

    def said(self, severity: str, message: str) -> None:
        """Hand the program's messages on."""
        sys.stderr.write(f"{severity}: {message}\n")
