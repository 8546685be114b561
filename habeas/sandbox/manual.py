"""The company's record of processing with a system that has no API: what `policy/manual.yaml` adds."""

import shutil
from pathlib import Path
from typing import Any

import yaml

POLICY = Path(__file__).parents[2] / "policy"
ADDITION = POLICY / "manual.yaml"


def write_with_manual_system(to: Path, record: Path = POLICY / "processing.yaml", addition: Path = ADDITION) -> Path:
    """Write the record of processing and the addition as one file, with those of databases beside it; where it is."""
    first, second = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in (record, addition))
    shutil.copytree(record.parent / "systems", to.parent / "systems", dirs_exist_ok=True)
    to.write_text(yaml.safe_dump(_joined(first, second), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return to


def _joined(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Lists are followed by lists, and mappings get what they lack."""
    joined = dict(first)
    for key, value in second.items():
        if isinstance(value, dict):
            joined[key] = {**first.get(key, {}), **value}
        else:
            joined[key] = [*first.get(key, []), *value]
    return joined
