"""The outcomes in English, and the columns of their tables."""

from habeas.domain.outcome import Became

from ..column import Column
from .words import OutcomeWords

OUTCOMES = {
    Became.ERASED: OutcomeWords(
        "Erased, and read back as gone",
        "It was there, it was erased, and when the system was read again afterwards, nothing of it was found. Data "
        "that is masked, hashed or replaced by a code counts as not erased, and is never listed here.",
    ),
    Became.ALREADY_ABSENT: OutcomeWords(
        "Already absent",
        "It was looked for, and nothing of it was found, neither before the erasure nor after it. So nothing of it was "
        "erased. Whether it was there at an earlier time is not said.",
    ),
    Became.ANONYMISED: OutcomeWords(
        "Anonymised",
        "It was not erased: it is still there, in a form that has passed the test named here. That nobody can be "
        "recognised in it rests on that test. Masking or hashing alone is no anonymisation.",
    ),
    Became.RETAINED: OutcomeWords(
        "Kept",
        "It was not erased and is still there. It is kept on the ground named here, until the day named here (GDPR "
        "art. 17(3)). That it is erased then is not proved by this certificate.",
    ),
    Became.REFERRED: OutcomeWords(
        "Referred to the controller that decides",
        "It was not erased. The controller named here decides about it, and it is left to that controller. What the "
        "controller decides, or has decided, is not said.",
    ),
    Became.UNDECIDED: OutcomeWords(
        "Undecided",
        "It counts as not erased. For the reason named here nothing final was decided about it. That is neither a "
        "refusal nor a decision to keep it.",
    ),
    Became.INACCESSIBLE: OutcomeWords(
        "Inaccessible: its key was destroyed",
        "It was stored encrypted, and the key that opens it was destroyed. The encrypted data was not erased and may "
        "still be there. That nobody can read it rests on the encryption, and on there being no other copy of the key.",
    ),
    Became.IN_BACKUP: OutcomeWords(
        "May still be in backups",
        "Backups of the system may still hold what was erased from it, until the day named here. Where no day is "
        "named, it is not known until when. The backups were not read, and what they hold was not counted.",
    ),
    Became.NOTIFIED: OutcomeWords(
        "Recipients that were told",
        "The recipient named here had got the data, and was told of the erasure (GDPR art. 19). Whether it has erased "
        "its copy was not checked.",
    ),
    Became.OUTSIDE_REACH: OutcomeWords(
        "Copies outside our reach",
        "Others have a copy, or may have one, that cannot be reached from the systems named here. It was not erased "
        "there, and at the moment of the certificate they had not been told yet.",
    ),
    Became.ATTESTED: OutcomeWords(
        "Attested by a person, not read back",
        "A person states that it was erased by hand. It was not read back: that it is gone rests on that person's word "
        "alone, and it does not count among what is called erased.",
    ),
    Became.REFUSED: OutcomeWords(
        "Refused",
        "For this data the request was refused, for the reason named here. It was not erased.",
    ),
}
COLUMNS = {
    Column.SYSTEM: "System",
    Column.CATEGORY: "Category",
    Column.COUNT: "Found",
    Column.LEFT: "Left when read back",
    Column.ERASED_ON: "Ground of the erasure",
    Column.CONTROLLER: "Controller",
    Column.RECIPIENT: "Recipient",
    Column.GROUND: "Ground",
    Column.EXCEPTION: "Exception",
    Column.UNTIL: "Until",
    Column.TEST: "Test",
    Column.WHY: "Reason",
}
