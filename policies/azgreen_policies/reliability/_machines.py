"""Which metrics of a deployment need an alert, as far as Azure has them?"""

from collections.abc import Collection, Iterator
from typing import Final

from azgreen import catalog
from azgreen_policies._deployed import DEPLOYMENT, account_of
from azgreen_policies._online import machine_of, why_not_managed
from azgreen_policies._pointing import endpoint_of
from azgreen_policies._reading import fields
from azgreen_policies._stack import Member, Stack
from azgreen_policies.reliability._alerted import Wanted, Watched

PRACTICES: Final = ("gpu", "cpu", "memory", "network", "utilisation")
"""Of the catalogue's rules: the last is of PTUs, the others of machines."""

_OF_PTUS: Final = "ProvisionedManaged"  # how Azure's names of provisioned SKUs end
_BY_MODEL: Final = "ModelDeploymentName"  # dimension of an account's metrics
_OPENAI: Final = "OpenAI"
_GPU: Final = "gpu"


def wanted(member: Member, stack: Stack, practices: Collection[str]) -> Iterator[Wanted]:
    """Yield what needs an alert; nothing where a deployment has no machines or PTUs of its own."""
    if member.is_type(*DEPLOYMENT):
        yield from _of_ptus(member, stack, practices)
    elif why_not_managed(member.resource.resource_type, member.props) is None:
        yield from _of_machines(member, stack, practices)


def _of_machines(member: Member, stack: Stack, practices: Collection[str]) -> Iterator[Wanted]:
    endpoint, machine = endpoint_of(member, stack), machine_of(member.props)
    # a machine that nobody names is Azure's own default, which has no GPU
    named = fields(member.props.get("properties")).get("instanceType")
    has_gpu = machine.gpus > 0 if isinstance(machine, catalog.InstanceType) else bool(named)
    own = {each for each in practices if each != _GPU or has_gpu}
    yield Wanted(Watched(member, endpoint), _rules("online_deployment", own))
    # an endpoint of another stack has its alerts there
    if endpoint is not None:
        yield Wanted(Watched(endpoint), _rules("online_endpoint", own))


def _of_ptus(member: Member, stack: Stack, practices: Collection[str]) -> Iterator[Wanted]:
    if not str(fields(member.props.get("sku")).get("name")).endswith(_OF_PTUS):
        return
    account = account_of(member, stack)
    if account is None:  # of another stack, as its alerts are
        return
    model = fields(fields(member.props.get("properties")).get("model"))
    is_openai = str(model.get("format") or _OPENAI) == _OPENAI
    group = catalog.FOR_OPENAI if is_openai else catalog.FOR_PARTNERS
    named = member.known("deploymentName") or member.known("name")
    on = Watched(account, None, (_BY_MODEL, str(named) if named else None))
    yield Wanted(on, _rules("provisioned_deployment", practices, group))


def _rules(
    kind: str, practices: Collection[str], group: str | None = None
) -> tuple[catalog.AlertRule, ...]:
    return tuple(
        rule
        for rule in catalog.alert_rules(kind)
        if rule.practice in practices and rule.only_for in {None, group} and rule.metrics
    )
