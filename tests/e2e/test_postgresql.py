"""The sandbox with its platform in PostgreSQL."""

import stat
from pathlib import Path
from tempfile import TemporaryDirectory

from habeas.sandbox.people import MANY_SIDED


def test_with_postgresql(up):
    """On PostgreSQL a person is located and erased alike, and what is ours stays ours."""
    # not below pytest's own folder: another run closes that to the system user that PostgreSQL runs as under root
    with TemporaryDirectory() as folder, up(Path(folder) / "home", "--database", "postgresql") as box:
        assert box.places["database"] == "postgresql"
        assert box.do("locate", "--email", MANY_SIDED.email).answer["state"] == "located"
        erased = box.do("erase", "--approve", "--email", MANY_SIDED.email).answer
        assert stat.S_IMODE((box.home / "habeas").stat().st_mode) == 0o700
    assert erased["state"] == "erased_with_open_steps"
    for counts in erased["systems"].values():
        assert counts["found"] == sum(counts[kind] for kind in ("erased", "retained", "referred", "undecided"))
