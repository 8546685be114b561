"""A procedure imports nothing heavy, and a stray import is refused by the worker."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "workflows").glob("[a-z]*.py"))
HEAVY = ("aiohttp", "aiobotocore", "botocore", "sqlalchemy", "cryptography", "orjson", "jinja2", "rich", "typer")
STRAYS = ("aiohttp", "sqlalchemy", "habeas.register.register", "adapters.database.adapter", "habeas.domain.plan")
PROCEDURE = """
from temporalio import workflow
import straying_{number}

@workflow.defn
class Procedure:
    @workflow.run
    async def run(self) -> None: ...
"""
TRY = f"""
import asyncio, importlib
from temporalio import workflow
from habeas.runner import workflow_runner

async def main():
    for number in range({len(STRAYS)}):
        procedure = importlib.import_module(f"procedure_{{number}}").Procedure
        try:
            workflow_runner().prepare_workflow(workflow._Definition.must_from_class(procedure))
            print("started")
        except Exception as error:
            print(type(error).__name__)

asyncio.run(main())
"""
OURS = ("habeas.register", "habeas.vault", "habeas.bundle", "habeas.console", "habeas.sandbox", "adapters", "worker")


def test_nothing_heavy():
    """In a fresh interpreter the modules of the procedures load no vendor and no other package of ours."""
    imports = ", ".join(f"workflows.{module}" for module in MODULES)
    code = f"import sys, {imports}; print(*[m for m in {(*HEAVY, *OURS)!r} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(MODULES) > 10
    assert loaded.stdout.split() == []


def test_a_stray_import_is_refused(tmp_path):
    """A workflow with a module that imports more than it may does not start; one that does not, does."""
    for number, stray in enumerate(STRAYS):
        (tmp_path / f"straying_{number}.py").write_text(f"import {stray}\n")
        (tmp_path / f"procedure_{number}.py").write_text(PROCEDURE.format(number=number))
    path = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": ""}
    tried = subprocess.run([sys.executable, "-c", TRY], env=path, capture_output=True, text=True, check=True)
    assert tried.stdout.split() == [*["RestrictedWorkflowAccessError"] * (len(STRAYS) - 1), "started"]
