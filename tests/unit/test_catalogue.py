"""Systems register by entry points: what is wrong with one is said in one line, and nothing is served."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from habeas.catalogue import Catalogue, check_opened, surroundings
from habeas.domain.error import InvalidInput
from habeas.domain.processing import ProcessingRecord
from habeas.fault import Faulty
from habeas.policy import load_processing
from habeas.registration import Registration, Surroundings, straight

ROOT = Path(__file__).parents[2]
OURS = ("accounts", "activity", "billing", "enrichment", "marketing", "recordings")
MODULE = """
from habeas.domain.route import Route
from habeas.registration import Registration

def opens(surroundings):
    raise AssertionError("it was opened")

fine = Registration("letters", Route(needs=("accounts",), finds_by=("email",)), opens)
alone = Registration("letters", Route(needs=("nowhere",), finds_by=("email",)), opens)
misnamed = Registration("others", Route(finds_by=("email",)), opens)
nothing = None
"""
WRONG = {
    "a module that is not there": ("letters = no_such_module:fine", r"cannot be loaded: ModuleNotFoundError"),
    "a name that is not in it": ("letters = some_letters:none_of_it", r"cannot be loaded: AttributeError"),
    "something else": ("letters = some_letters:nothing", "names no Registration"),
    "another system": ("letters = some_letters:misnamed", "registers another system: 'others'"),
    "a system that is not there": ("letters = some_letters:alone", "identifiers of nowhere, which is not installed"),
    "a second of that name": ("billing = some_letters:fine", "'billing' is registered twice: by habeas .+ and letters"),
    "no name of a system": ("News:Letters = some_letters:fine", "no name for a system"),
    "a name of one letter too many": (f"{'a' * 41} = some_letters:fine", "no name for a system"),
    "the house": ("house = some_letters:fine", "no name for a system"),
    "the register": ("register = some_letters:fine", "no name for a system"),
    "a name whose settings are the house's": ("temporal = some_letters:fine", "HABEAS_TEMPORAL_ADDRESS is a setting"),
    "settings within another's": ("billing-old = some_letters:fine", "'billing' and 'billing-old' could not be told"),
}


def install(folder: Path, *points: str) -> Path:
    """A package of somebody else's, as pip leaves it."""
    (folder / "some_letters.py").write_text(MODULE)
    about = folder / "letters-1.2.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: letters\nVersion: 1.2\n")
    (about / "entry_points.txt").write_text("\n".join(("[habeas.adapters]", *points)))
    return folder


def worker(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The worker's own program, where that is installed, with these settings and no other."""
    known = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), **settings}
    words = (sys.executable, ROOT / "worker.py", *words)
    return subprocess.run(words, env=known, capture_output=True, text=True, timeout=120, check=False)


def test_the_four_register_as_a_strangers_would(monkeypatch, tmp_path):
    """One more is there beside ours as soon as its package is, in the same way."""
    assert Catalogue.read().systems == OURS
    monkeypatch.syspath_prepend(install(tmp_path, "letters = some_letters:fine"))
    catalogue = Catalogue.read()
    assert catalogue.systems == (*OURS[:4], "letters", *OURS[4:])
    assert catalogue.routes["letters"].needs == ("accounts",)
    assert all(type(catalogue.registration(system)) is Registration for system in catalogue.systems)


@pytest.mark.parametrize(("point", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_one_is_said_in_one_line(monkeypatch, tmp_path, point, said):
    """Nothing begins with a system that cannot be what it says."""
    monkeypatch.syspath_prepend(install(tmp_path, point))
    with pytest.raises(InvalidInput, match=said) as caught:
        assert Catalogue.read().routes
    assert "\n" not in str(caught.value)


def test_a_worker_of_one_system_loads_no_other(monkeypatch, tmp_path):
    """What is broken elsewhere is the house's affair: who serves accounts does not meet it."""
    monkeypatch.syspath_prepend(install(tmp_path, "letters = no_such_module:fine"))
    assert Catalogue.read().registration("accounts").system == "accounts"


def test_the_worker_says_which_systems_there_are(tmp_path):
    """With whose package each is from, and the way to it."""
    done = worker(install(tmp_path, "letters = some_letters:fine"), "--systems")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()] == [*OURS[:4], "letters", *OURS[4:]]
    assert "letters     letters 1.2: after accounts; looks by email\n" in done.stdout


def test_a_company_that_has_its_own_policy_has_its_own_databases(tmp_path):
    """They are those beside the record of processing that the settings name, and no package is needed."""
    policy = shutil.copytree(ROOT / "policy", tmp_path / "policy")
    record = (policy / "systems" / "accounts.yaml").rename(policy / "systems" / "members.yaml")
    record.write_text(record.read_text().replace("system: accounts", "system: members"))
    done = worker(tmp_path, "--systems", "members", HABEAS_PROCESSING_FILE=str(policy / "processing.yaml"))
    assert "there is no system" not in done.stderr
    assert "HABEAS_REGISTER_URL" in done.stderr  # it goes on to what it would need


def test_a_company_asks_nobody_where_it_has_nothing(tmp_path):
    """What its record of processing is without is no system of it; what is not installed cannot be left out."""
    policy = shutil.copytree(ROOT / "policy", tmp_path / "policy") / "processing.yaml"
    shutil.rmtree(policy.parent / "systems")
    record = yaml.safe_load(policy.read_text())
    for kind in ("systems", "without"):
        record[kind] = dict.fromkeys(("billing", "enrichment", "recordings"), "nothing there")
    record["systems"] |= {name: dict.fromkeys(("nb", "fr", "en"), "it") for name in record["systems"]}
    with pytest.raises(Faulty, match=r"without\.billing: is also among the systems"):
        load_processing(written(policy, record))
    assert Catalogue.read(written(policy, record)).systems == ()
    record["without"] = {"invoicing": "nothing there"}
    with pytest.raises(InvalidInput, match="no such system is installed"):
        Catalogue.read(written(policy, record))


def written(file: Path, record: dict) -> Path:
    file.write_text(yaml.safe_dump(record))
    return file


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("        secret:", "        secrt:", "Extra inputs"),
        ("account_id: id", "account_id: ident", "account has no column ident"),
        pytest.param("category: account\n", "category: OPEN\n", "is open", marks=pytest.mark.long),
        pytest.param("key: [account_id]", "key: [account_id", "is not YAML", marks=pytest.mark.long),
    ],
    ids=["a word mistyped", "a column that is not there", "a question left open", "no YAML"],
)
def test_the_worker_does_not_begin_with_a_bad_record(tmp_path, right, wrong, says):
    """It ends with 2 and one line with file, line and key, before it has asked Temporal or touched the register."""
    policy = shutil.copytree(ROOT / "policy", tmp_path / "policy")
    record = policy / "systems" / "accounts.yaml"
    record.write_text(record.read_text().replace(right, wrong, 1))
    settings = {"TEMPORAL_ADDRESS": "127.0.0.1:1", "REGISTER_URL": f"sqlite+aiosqlite:///{tmp_path / 'register.db'}"}
    settings |= {"PAYLOAD_WRAPPING_KEYS": f"file:{tmp_path / 'keys'}", "CLAIM_KEY_FILE": str(tmp_path / "claim")}
    settings |= {"CASE_FOLDER": str(tmp_path / "cases"), "PROCESSING_FILE": str(policy / "processing.yaml")}
    done = worker(tmp_path, **{f"HABEAS_{name}": value for name, value in settings.items()})
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines), done.stdout) == (2, 1, "")
    assert re.match(rf"{re.escape(str(record))}, line \d+: .*{re.escape(says)}", lines[0]), lines
    assert not (tmp_path / "register.db").exists()


@pytest.mark.parametrize("words", [("--systems",), ("--systems", "letters")], ids=["listed", "served"])
def test_the_worker_ends_with_2_where_one_is_broken(tmp_path, words):
    """And says so in one line, also where that is all it was to serve."""
    done = worker(install(tmp_path, "letters = no_such_module:fine"), *words)
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (2, 1)
    assert "letters" in lines[0] or "HABEAS_" in lines[0]


def test_the_worker_ends_with_2_where_there_is_no_such_system(tmp_path):
    """It says which there are."""
    done = worker(tmp_path, "--systems", "letters")
    line = f"there is no system 'letters': there are house, {', '.join(OURS)}\n"
    assert (done.returncode, done.stderr) == (2, line)


def test_a_system_is_told_its_own_settings_alone(monkeypatch):
    """Of the environment an adapter is given what begins with its name, and no representation shows it."""
    monkeypatch.setenv("HABEAS_BILLING_WRITING_KEY", "a secret of billing")
    monkeypatch.setenv("HABEAS_ACCOUNTS_WRITING_URL", "a secret of accounts")
    monkeypatch.setenv("HABEAS_REGISTER_URL", "a secret of the house")
    own = surroundings("billing", ProcessingRecord.model_construct(categories=()), straight)
    assert own.environment == {"HABEAS_BILLING_WRITING_KEY": "a secret of billing"}
    assert own.setting("writing_key") == "a secret of billing"
    assert "secret" not in repr(own)


def test_a_setting_that_is_missing_is_named():
    """By its whole name, as every other is."""
    with pytest.raises(InvalidInput, match="HABEAS_NEWS_LETTERS_FILE"):
        Surroundings("news-letters", {}).setting("file")


def test_an_adapter_speaks_for_the_system_that_was_registered():
    """One that calls itself something else would serve another's queue."""
    accounts = Catalogue.read().registration("accounts")

    class Other:
        name, needs_identifiers_of, finds_by = "others", (), ("email",)

    with pytest.raises(InvalidInput, match="speaks for another system: 'others'"):
        check_opened(accounts.system, Other())
