"""What will a GreenAiStack create? Its parts plan themselves; all their faults come at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar, cast

from azgreen_components._amounts import amount
from azgreen_components._common import Common, read_common
from azgreen_components._inputs import (
    Faults,
    InvalidInputsError,
    at,
    camel,
    check_keys,
    mapping,
)
from azgreen_components._logs import Kept
from azgreen_components.ai_gateway.plan import Plan as GatewayPlan
from azgreen_components.ai_gateway.plan import plan as plan_gateway
from azgreen_components.autoscale.plan import plan as plan_autoscale
from azgreen_components.evaluation.plan import plan as plan_evaluation
from azgreen_components.fine_tuning.plan import plan as plan_fine_tuning
from azgreen_components.green_ai_stack import around, jobs, parts, serving
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.gateway import (
    Place,
    Told,
    accounts_written,
    check_gateway,
    gateway_args,
)
from azgreen_components.green_ai_stack.profiles import profile_paths
from azgreen_components.green_ai_stack.watching import Ids, Parts, is_redis, targets
from azgreen_components.model_deployment.plan import plan as plan_models
from azgreen_components.monitoring.plan import Plan as MonitoringPlan
from azgreen_components.monitoring.plan import plan as plan_monitoring
from azgreen_components.online_endpoint.plan import plan as plan_endpoint
from azgreen_components.provisioned_deployment.plan import plan as plan_provisioned
from azgreen_components.retrieval.plan import plan as plan_retrieval
from azgreen_components.semantic_cache.handout import hand_out
from azgreen_components.semantic_cache.plan import plan as plan_cache
from azgreen_components.serverless_endpoint.plan import plan as plan_serverless

T = TypeVar("T")

_MODELS = ("deployments", "provisioned", "endpoint", "serverless")
_NO_MODEL = "missing; write it, provisioned, endpoint or serverless: a model is needed"
_NOT_ITS_OWN = frozenset({"targets"})
"""What a part is told by the stack, which has checked it itself: `targets` are its own parts."""

_WRITTEN = {
    ("cache", "traffic.hitRate"): "cache.hitRate",
    ("evaluation", "baselineModel"): "evaluation.baseline",
    ("evaluation", "candidateModel"): "evaluation.candidate",
}
"""Where the user writes what a part calls otherwise."""

_OF_THE_STACK = frozenset({*map(camel, parts.SHARED), "contentSafety"})
"""What the user writes once for several parts."""

_ACCOUNT = "Microsoft.CognitiveServices/accounts"
_ENDPOINT = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
_MACHINES = f"{_ENDPOINT}/deployments"
_REDIS = "Microsoft.Cache/redisEnterprise"
_COSMOS = "Microsoft.DocumentDB/databaseAccounts"
_GATEWAY = "Microsoft.ApiManagement/service"
_SEARCH = "Microsoft.Search/searchServices"
_INSIGHTS = "Microsoft.Insights/components"


def plan(name: str, args: GreenAiStackArgs, today: date) -> Parts:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which models and machines count as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, GreenAiStackArgs)
    common = read_common(faults, given)
    if all(given.get(key) is None for key in _MODELS):
        faults.add("deployments", _NO_MODEL)
    if parts.has(args, "content_safety") and not accounts_written(args):
        what = "it filters deployments and provisioned, and neither is written; leave it out"
        faults.add("contentSafety", what)
    made = _Planner(faults, name, args, today, common, _sound_parts(faults, given))
    planned = made.every()
    faults.raise_any(f"GreenAiStack {name!r}")
    return planned


_AMOUNTS = (("latency_ms", "ms"), ("carbon_budget_gco2e_per_day", "gCO2e a day"))


def _sound_parts(faults: Faults, given: dict[str, object]) -> frozenset[str]:
    """Return the parts that can be planned; note those that are no objects, and unknown keys."""
    sound = {"deployments"} if given.get("deployments") is not None else set[str]()
    for key, shape in parts.PARTS.items():
        fields = None if given.get(key) is None else mapping(faults, camel(key), given[key])
        if fields is not None:
            check_keys(faults, camel(key), fields, shape)
            sound.add(key)
    for field, unit in _AMOUNTS if "monitoring" in sound else ():
        value = cast("Mapping[str, object]", given["monitoring"]).get(field)
        if value is not None:
            amount(faults, at("monitoring", field), value, unit)
    return frozenset(sound)


@dataclass(frozen=True)
class _Planner:
    """Plans one part after the other, and takes their faults over."""

    faults: Faults
    name: str
    args: GreenAiStackArgs
    today: date
    common: Common
    sound: frozenset[str]

    def every(self) -> Parts:
        """Plan all parts; those with faults are None."""
        planned = self._beside(self._serving())
        self._check_autoscale(planned)
        watching = self._monitoring(planned) if "monitoring" in self.sound else None
        if watching is None or (planned.endpoint is None and planned.gateway is None):
            return planned
        kept = Kept(watching.logs.retention_days, watching.logs.daily_quota_gb)
        return replace(planned, logs=kept)

    def _serving(self) -> Parts:
        """Plan what answers, and what keeps its answers."""
        name, args, today = self.name, self.args, self.today
        return Parts(
            self.common,
            self._taken("deployments", lambda: plan_models(name, serving.models_args(args), today)),
            self._taken(
                "provisioned", lambda: plan_provisioned(name, serving.provisioned_args(args), today)
            ),
            self._taken(
                "endpoint", lambda: plan_endpoint(name, serving.endpoint_args(args), today)
            ),
            self._taken("cache", lambda: plan_cache(name, around.cache_args(args), today)),
            self._taken(
                "serverless", lambda: plan_serverless(name, serving.serverless_args(args), today)
            ),
        )

    def _beside(self, planned: Parts) -> Parts:
        """Plan what knows of that."""
        name, args, today = self.name, self.args, self.today
        if "gateway" in self.sound:
            check_gateway(self.faults, args, planned)
        if "evaluation" in self.sound:
            jobs.check_evaluation(self.faults, args, planned)
        return replace(
            planned,
            gateway=self._gateway(planned) if accounts_written(args) else None,
            retrieval=self._taken(
                "retrieval", lambda: plan_retrieval(name, around.retrieval_args(args))
            ),
            evaluation=self._taken(
                "evaluation",
                lambda: plan_evaluation(name, jobs.evaluation_args(args, planned), today),
            ),
            fine_tuning=self._taken(
                "fine_tuning", lambda: plan_fine_tuning(name, jobs.fine_tuning_args(args), today)
            ),
        )

    def _gateway(self, planned: Parts) -> GatewayPlan | None:
        has_cache, is_watched = is_redis(planned.cache), "monitoring" in self.sound
        told = Told(
            {
                each: Place(_later(_ACCOUNT, each), f"https://{each}.known-later")
                for each in accounts_written(self.args)
            },
            insights_id=_later(_INSIGHTS) if is_watched else None,
            database_id=_later(f"{_REDIS}/databases") if has_cache else None,
            policy_values=(planned.cache and hand_out(planned.cache).policy_values) or {},
        )
        wanted = gateway_args(self.args, planned, told)
        return self._taken("gateway", lambda: plan_gateway(self.name, wanted))

    def _taken(
        self, key: str, planned: Callable[[], T], written: Mapping[str, str] | None = None
    ) -> T | None:
        """Return a part's plan, or None and its faults at where they were `written`."""
        if key not in self.sound:
            return None
        try:
            return planned()
        except InvalidInputsError as error:
            for fault in error.errors or ():
                path = _renamed(fault["property_path"], written or {})
                if _outer(path) not in _NOT_ITS_OWN:
                    self.faults.add_once(self._where(key, path), fault["reason"])
            return None

    def _where(self, key: str, path: str) -> str:
        """Return where the user wrote what a part calls `path`."""
        own = set(map(camel, parts.part(self.args, key))) if key in parts.PARTS else set[str]()
        if key == "deployments" or _outer(path) in _OF_THE_STACK - own:
            return path
        return _WRITTEN.get((key, path), f"{camel(key)}.{path}")

    def _check_autoscale(self, planned: Parts) -> None:
        if planned.endpoint is None:
            return
        machines = planned.endpoint.deployments
        names = [item.name for item in machines]
        paths = profile_paths(self.faults, parts.part(self.args, "endpoint"), names)
        for index, item in enumerate(machines):
            wanted = serving.autoscale_args(self.args, index, item, _later(_MACHINES))
            asked = partial(plan_autoscale, self.name, wanted, self.today)
            self._taken("endpoint", asked, {"trafficProfile": paths[item.name]})

    def _monitoring(self, planned: Parts) -> MonitoringPlan | None:
        machines = () if planned.endpoint is None else planned.endpoint.deployments
        ids = Ids(
            models=_later(_ACCOUNT),
            provisioned=_later(_ACCOUNT, "of-the-ptus"),
            endpoint=_later(_ENDPOINT),
            machines=[_later(_MACHINES, item.name) for item in machines],
            cache=_later(_REDIS if is_redis(planned.cache) else _COSMOS),
            gateway=_later(_GATEWAY),
            retrieval=_later(_SEARCH),
        )
        wanted = around.monitoring_args(self.args, targets(self.args, planned, ids))
        return self._taken("monitoring", lambda: plan_monitoring(self.name, wanted))


def _renamed(path: str, written: Mapping[str, str]) -> str:
    outer = _outer(path)
    return written.get(outer, outer) + path[len(outer) :]


def _outer(path: str) -> str:
    return path.partition("[")[0].partition(".")[0]


def _later(arm_type: str, name: str = "known-later") -> str:
    """Return what stands for an id that only the deployment tells, while inputs are checked."""
    provider, *types = arm_type.split("/")
    names = "/".join(f"{each}/{name}" for each in types)
    return f"/subscriptions/known-later/resourceGroups/known-later/providers/{provider}/{names}"
