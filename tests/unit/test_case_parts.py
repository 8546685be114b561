"""Where case files are kept is one setting: a folder or a bucket, and one clear line for anything else."""

import pytest

from habeas.client.files import case_parts
from habeas.domain.error import InvalidInput
from habeas.settings import HouseSettings
from habeas.vault.bucket import CaseBucket
from habeas.vault.folder import CaseFolder


def settings(place):
    """An installation whose case files are there."""
    known = {"TEMPORAL_ADDRESS": "", "REGISTER_URL": "", "PAYLOAD_WRAPPING_KEYS": "", "CLAIM_KEY_FILE": "key"}
    known |= {"CASE_FOLDER": place, "CASE_S3_ENDPOINT": "http://127.0.0.1:9"}
    return HouseSettings.given({f"HABEAS_{name}": value for name, value in known.items()})


@pytest.mark.parametrize(
    ("place", "kind"), [("/cases", CaseFolder), ("s3://bucket", CaseBucket), ("s3://bucket/a/b/", CaseBucket)]
)
def test_a_folder_or_a_bucket(place, kind):
    """The setting says which."""
    assert type(case_parts(settings(place))) is kind


@pytest.mark.parametrize("place", ["http://cases", "gs://bucket", "s3://", "s3:///prefix"])
def test_a_place_that_is_none(place):
    """One clear line, which says how they are named."""
    with pytest.raises(InvalidInput, match="s3://BUCKET/PREFIX"):
        case_parts(settings(place))
