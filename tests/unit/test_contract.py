"""What other languages are told of a case is what the models say."""

import importlib.util
import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

FOLDER = Path(__file__).parents[2] / "docs" / "contract"


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
