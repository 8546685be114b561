"""The page of whoever has a system without an API, in English."""

from .words import Choice, Owner

ERRORS = {
    "outcome": "Choose what is so. If you have sent files, there is something.",
    "counts": "Write a number for each kind, and more than 0 for at least one.",
    "newest": "Write the date of the newest, or leave it open; it cannot be in the future.",
    "done_on": "Write the day on which it was looked up or done; it cannot be in the future.",
    "by": "Write who says so: at most 70 characters.",
    "shown": "Write what shows it, or why it cannot be done: 3 to 300 characters.",
    "given": "Choose a PDF, a picture, a ZIP or a text of at most 10 MiB; we take five of each kind of data.",
    "category": "Choose the kind of data that the file is of.",
}
OWNER = Owner(
    title="A person asks about data that you have",
    lead="This is about {system}. You are asked as: {role}. What is wanted of you stands in the letter below.",
    person="The person is known by",
    until="We wait for your answer until",
    states={
        "asked": "We wait for your answer.",
        "answered": "We have your answer.",
        "told": "You need not answer.",
        "over": "The case is over. If you have something to add, tell the data protection officer.",
    },
    files="Files",
    file="A file",
    file_hint="A PDF, a picture (JPEG or PNG), a ZIP or a text of at most 10 MiB; at most five of each kind "
    "of data. It is sealed as it comes.",
    send_file="Send the file",
    answer="Your answer",
    what="What is so?",
    outcomes={
        "nothing": Choice(
            "There is nothing",
            "We hold nothing of this person in this system, also not in copies.",
        ),
        "some": Choice(
            "There is something",
            "Say below how much of each kind. Nothing has been changed or erased.",
        ),
        "erased": Choice(
            "It is erased",
            "All that the letter names is gone, and so are our own copies of it.",
        ),
        "cannot": Choice(
            "We cannot do that, or not yet",
            "Say below why. We will get in touch with you.",
        ),
    },
    counts="How much there is, counted in letters, sheets or entries",
    newest="{title}: the date of the newest",
    done_on="On which day it was looked up or done",
    by="Who says so",
    shown="What shows it, or why it cannot be done",
    shown_hint="A list, a file number or the like, by which you find it again. Write nothing about the person.",
    submit="Give the answer",
    done={"answered": "We have your answer. Thank you.", "given": "We have the file."},
)
