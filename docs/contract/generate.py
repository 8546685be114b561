"""Writes the JSON Schemas of what goes into a case and comes out of it: `python docs/contract/generate.py`.

The models in `habeas.domain` are what is true; the files beside this one say it to other languages (JSON Schema
2020-12). A test compares the two.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from habeas.domain.case import CaseStatus
from habeas.domain.identifier import Identifier
from habeas.domain.plan import Keep
from habeas.domain.request import Request
from habeas.domain.update import (
    Attestation,
    Cancellation,
    Clarification,
    Direction,
    Extension,
    IdentityQuestion,
    IdentityRejected,
    Link,
    Refusal,
    Reply,
    Resumption,
    RetryNow,
    SignedApproval,
    Standstill,
    Verification,
)

FOLDER = Path(__file__).parent / "schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

INPUTS: dict[str, type[BaseModel]] = {
    "request": Request,
    "approval": SignedApproval,
    "keep": Keep,
    "link": Link,
    "refusal": Refusal,
    "cancellation": Cancellation,
    "retry-now": RetryNow,
    "attestation": Attestation,
    "verification": Verification,
    "identity-question": IdentityQuestion,
    "identity-rejected": IdentityRejected,
    "clarification": Clarification,
    "reply": Reply,
    "direction": Direction,
    "extension": Extension,
    "standstill": Standstill,
    "resumption": Resumption,
}
RESULTS: dict[str, Any] = {
    "case-status": CaseStatus,
    "identifiers": dict[str, Identifier],
    "progress": dict[str, str],
    "conversation": tuple[str, ...],
}


def schemas() -> dict[str, str]:
    """The text of each schema, by the name of its file in `schema/`."""
    made = [_text(name, model, "validation") for name, model in INPUTS.items()]
    made += [_text(name, model, "serialization") for name, model in RESULTS.items()]
    return dict(made)


def _text(name: str, model: Any, mode: JsonSchemaMode) -> tuple[str, str]:
    """An input as it is checked, a result as it is sent: with every field, also those that have a default."""
    schema = TypeAdapter(model).json_schema(mode=mode)
    whole = {"$schema": DIALECT, "$id": f"urn:habeas:contract:{name}", **schema}
    return f"{name}.schema.json", json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
