"""The sandbox that workflows run in, and what they may import there.

The procedures are loaded anew for each run; the domain and the activities' references are passed through. Anything else
that is installed here is refused by name: a stray import would cost each workflow some 90 ms, or bring in what is not
deterministic. (The SDK's own policy that raises on unintended imports cannot tell one module of `workflows` from a
stray one: docs/adr/0003.)
"""

from dataclasses import dataclass, field
from importlib.metadata import packages_distributions
from typing import Any

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxMatcher, SandboxRestrictions

_OURS = "habeas"
_PASSED_THROUGH = ("habeas.domain", "activities")
_MAY_BE_IMPORTED = {"temporalio", "pydantic", "pydantic_core", "typing_extensions", "workflows", "activities", _OURS}
_OUR_OTHER_PACKAGES = {
    *("register", "vault", "evidence", "console", "sandbox", "bundle"),
    *("client", "access", "calendar", "policy", "settings", "runner", "key_file"),
}


@dataclass(frozen=True)
class _LooksOnce(SandboxedWorkflowRunner):
    """Each worker and replayer has every procedure loaded before it begins: once for a process is enough."""

    _seen: set[type] = field(default_factory=set, init=False, compare=False)

    def prepare_workflow(self, defn: Any) -> None:
        """Raises what loading the procedure raises, such as for a stray import."""
        if defn.cls not in self._seen:
            super().prepare_workflow(defn)
            self._seen.add(defn.cls)


def workflow_runner() -> SandboxedWorkflowRunner:
    """A runner whose workflows may import nothing but the standard library, temporalio, pydantic, domain and steps."""
    installed = {name for name in packages_distributions() if name.isidentifier()}
    stray = SandboxMatcher(
        access={*installed, "adapters", "worker"} - _MAY_BE_IMPORTED,
        children={_OURS: SandboxMatcher(access=_OUR_OTHER_PACKAGES)},
    )
    default = SandboxRestrictions.default.with_passthrough_modules(*_PASSED_THROUGH)
    return _LooksOnce(
        SandboxRestrictions(
            passthrough_modules=default.passthrough_modules,
            invalid_modules=stray,
            invalid_module_members=default.invalid_module_members,
        )
    )
