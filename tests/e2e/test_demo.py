"""The demo tells its story to whoever runs it."""

CHAPTERS = [
    "1. What is held",
    "2. She gets a copy",
    "3. She asks to be erased",
    "4. Mended, the same erasure is done",
    "5. How does anybody know?",
]


def test_the_demo(habeas_, tmp_path):
    """Without a terminal the demo tells its five chapters, stops, and leaves nothing behind."""
    said = habeas_("demo", TMPDIR=str(tmp_path))
    assert (said.code, said.err) == (0, "")
    told = [said.out.index(chapter) for chapter in CHAPTERS]
    assert told == sorted(told)
    assert "Nothing at all has changed" in said.out
    assert "Done, and each system was asked again" in said.out
    assert not [*tmp_path.iterdir()]
