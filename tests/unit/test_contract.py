"""What other languages are told of a case is what the models say."""

import base64
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import TypeAdapter, ValidationError

from habeas.domain.approval import Statement
from habeas.domain.update import SignedApproval
from habeas.evidence.signature import verified

FOLDER = Path(__file__).parents[2] / "docs" / "contract"
CASE_ID = "01890a5d-ac96-774b-bcce-b302099a8057"
RFC_8037 = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"  # appendix A.3


def load():
    """The script that writes the schemas; it is no part of a package."""
    spec = importlib.util.spec_from_file_location("generate", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = load()
MODELS = {**GENERATE.INPUTS, **GENERATE.RESULTS}


def example(name):
    return json.loads((FOLDER / "example" / f"{name}.json").read_text(encoding="utf-8"))


def schema(name):
    return json.loads((FOLDER / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))


def validator(name):
    return jsonschema.Draft202012Validator(schema(name), format_checker=jsonschema.FormatChecker())


def test_the_schemas_are_what_the_models_say():
    """Every schema on the disk is the one that its model has; docs/contract/generate.py writes them anew."""
    files = {file.name: file.read_text(encoding="utf-8") for file in (FOLDER / "schema").iterdir()}
    assert files == GENERATE.schemas()


def test_the_examples_are_of_everything():
    """Each input and each result has an example, and there is no other."""
    assert {file.stem for file in (FOLDER / "example").iterdir()} == set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_an_example_is_valid(name):
    """The schema is one, and takes the example; the model takes it too, and gives it back unchanged."""
    jsonschema.Draft202012Validator.check_schema(schema(name))
    validator(name).validate(example(name))
    model = TypeAdapter(MODELS[name])
    said = model.dump_python(model.validate_python(example(name)), mode="json")
    validator(name).validate(said) if name in GENERATE.RESULTS else model.validate_python(said)


@pytest.mark.parametrize("name", GENERATE.INPUTS)
def test_an_unknown_field_is_a_mistake(name):
    """Where people send something in, the schema refuses a field that it does not know, and so does the model."""
    document = {**example(name), "surprise": 1}
    with pytest.raises(jsonschema.ValidationError):
        validator(name).validate(document)
    with pytest.raises(ValidationError):
        MODELS[name].model_validate(document)


@pytest.mark.parametrize("name", GENERATE.INPUTS)
def test_a_missing_field_is_a_mistake(name):
    """What a model needs the schema needs too: without one of its fields neither takes the document."""
    for field in schema(name)["required"]:
        document = {key: value for key, value in example(name).items() if key != field}
        assert not validator(name).is_valid(document)
        with pytest.raises(ValidationError):
            MODELS[name].model_validate(document)


def test_the_approval_of_the_examples_is_signed():
    """Its signature is over the statement beside it, with the key beside that, by a library that is not ours."""
    folder, approval = FOLDER / "signature", example("approval")
    jwk, statement = json.loads((folder / "key.jwk").read_text()), (folder / "statement.json").read_bytes()
    header, payload, signature = (unpadded(part) for part in approval["signature"].split("."))
    Ed25519PublicKey.from_public_bytes(unpadded(jwk["x"])).verify(
        signature, approval["signature"].rpartition(".")[0].encode()
    )
    assert json.loads(header) == {"alg": "Ed25519", "kid": RFC_8037}
    assert payload == statement == Statement.of(CASE_ID, SignedApproval(**approval)).canonical
    assert verified(approval["signature"], jwk) == statement


def test_another_language_signs_alike():
    """The program in the contract, which knows nothing of ours, makes the very same approval."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node on this machine")
    approval = example("approval")
    words = [FOLDER / "signature" / "key.jwk", CASE_ID, approval["digest"], approval["by"], approval["at"]]
    said = subprocess.run([node, FOLDER / "signature" / "sign.mjs", *words], capture_output=True, check=True)
    assert json.loads(said.stdout) == approval


def unpadded(text):
    """The bytes of Base64url as JOSE writes it (RFC 7515, 2)."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_names_are_those_of_the_code():
    """Each name by which Temporal knows our things stands in the contract as the code has it."""
    from habeas.domain import name
    from habeas.domain.case import CaseState
    from habeas.domain.right import Right

    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    names = {*name.SEARCH_ATTRIBUTES, name.CASE, name.HOUSE_QUEUE, *CaseState, *Right}
    assert not {one for one in names if f"`{one}`" not in text}
    assert name.case_workflow_id("CASE_ID") in text
    assert name.part_workflow_id("CASE_ID", "erasure") in text


def test_the_updates_are_those_of_the_case():
    """Each Update and query that a case answers to is in the contract."""
    from temporalio import workflow

    from workflows.case import Case

    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    definition = workflow._Definition.must_from_class(Case)
    assert not [one for one in (*definition.updates, *definition.queries) if f"`{one}`" not in text]
