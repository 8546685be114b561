"""What the law wants in each kind of letter: a template that lacks one of these items is not loaded."""

from collections.abc import Mapping
from enum import StrEnum

from habeas.domain.language import Language
from habeas.domain.letter import LetterKind


class Item(StrEnum):
    """Something that a letter must say; templates mark the passage with its value."""

    RECEIVED = "received"
    DUE = "due"
    COMPANY = "company"
    REASON = "reason"
    ASKED = "asked"
    ERASED_AFTER = "erased_after"
    QUESTION = "question"
    DECIDES = "decides"
    HANDED_OVER = "handed_over"
    OUT_OF_REACH = "out_of_reach"
    NEW_DATE = "new_date"
    WITHIN_MONTH = "within_month"
    CONFIRMATION = "confirmation"
    WHERE = "where"
    UNTIL = "until"
    FREE = "free"
    ERASED = "erased"
    LATER = "later"
    KEPT = "kept"
    REFERRED = "referred"
    UNDECIDED = "undecided"
    TOLD = "told"
    BACKUPS = "backups"
    ENDS = "ends"
    UNIDENTIFIED = "unidentified"
    MORE = "more"
    NEXT = "next"
    COMPLAINT = "complaint"
    REMEDY = "remedy"
    ASKS = "asks"
    HELD = "held"
    DECIDE = "decide"
    BY = "by"
    INSTRUCT = "instruct"
    CLOCK = "clock"
    RESULT = "result"
    EVIDENCE = "evidence"
    OPTIONS = "options"
    BREACH = "breach"
    DEMAND = "demand"
    STOPPED = "stopped"
    BEFORE = "before"


SOURCES: Mapping[Item, str] = {
    Item.RECEIVED: "GDPR art. 12(3): from when the time counts",
    Item.DUE: "GDPR art. 12(3): by when there is an answer, with and without pauses",
    Item.COMPANY: "GDPR art. 13(1)(a): who the controller is",
    Item.REASON: "GDPR art. 12(3), 12(4), 12(6): why",
    Item.ASKED: "GDPR art. 12(6): what is asked for, and no more than needed",
    Item.ERASED_AFTER: "GDPR art. 5(1)(b), (e): what is shown serves that alone and is erased",
    Item.QUESTION: "recital 63: what is to be made clear",
    Item.DECIDES: "GDPR art. 28(3)(a): who decides, by name",
    Item.HANDED_OVER: "GDPR art. 28(3)(e): what was handed over",
    Item.OUT_OF_REACH: "GDPR art. 5(1)(a): copies that are beyond our reach",
    Item.NEW_DATE: "GDPR art. 12(3): the new date",
    Item.WITHIN_MONTH: "GDPR art. 12(3): told within one month of receipt",
    Item.CONFIRMATION: "GDPR art. 15(1): whether data is processed",
    Item.WHERE: "GDPR art. 12(1), 15(3): where the copy is",
    Item.UNTIL: "GDPR art. 12(2): until when, and how often",
    Item.FREE: "GDPR art. 12(5): free of charge",
    Item.ERASED: "GDPR art. 12(3), 17(1): what was erased",
    Item.LATER: "GDPR art. 12(3), 12(4), 17(1): what is erased later, why, and from when on",
    Item.KEPT: "GDPR art. 12(4), 17(3): what is kept, on what ground, until when",
    Item.REFERRED: "GDPR art. 28(3)(a): what another controller decides",
    Item.UNDECIDED: "GDPR art. 12(4): what is not decided, and why",
    Item.TOLD: "GDPR art. 19: which recipients were told",
    Item.BACKUPS: "GDPR art. 5(1)(a), 17(1): what backups hold, and until when",
    Item.ENDS: "GDPR art. 5(1)(a), 12(1): what the person loses, before it is confirmed",
    Item.UNIDENTIFIED: "GDPR art. 11(2): what an address does not find",
    Item.MORE: "GDPR art. 11(2), 12(2): what more the person can give",
    Item.NEXT: "GDPR art. 12(4): what happens now",
    Item.COMPLAINT: "GDPR art. 12(4), 77: where to complain",
    Item.REMEDY: "GDPR art. 12(4), 79: the way to court",
    Item.ASKS: "GDPR art. 28(3)(e): what the person asks",
    Item.HELD: "GDPR art. 28(3)(e): what is held, by category and number",
    Item.DECIDE: "GDPR art. 28(3)(a): what has to be decided",
    Item.BY: "GDPR art. 12(3): by when",
    Item.INSTRUCT: "GDPR art. 28(3)(a): how to instruct",
    Item.CLOCK: "GDPR art. 12(3): the controller's own time limit",
    Item.RESULT: "GDPR art. 28(3)(e), (h): what was done on the instruction",
    Item.EVIDENCE: "GDPR art. 28(3)(h): what shows it",
    Item.BREACH: "GDPR art. 33(1): since when it is known",
    Item.OPTIONS: "GDPR art. 12(3), 12(4), 33, 34: what can still be decided",
    Item.STOPPED: "GDPR art. 12(3), 21(3), 7(3): what goes on no more, and where it could not be ended",
    Item.BEFORE: "GDPR art. 7(3): what was done before stays lawful",
    Item.DEMAND: "GDPR art. 24(1), 28(3)(e): what is wanted of whoever holds the data, and of what",
}

_REMEDIES = (Item.COMPLAINT, Item.REMEDY)

ITEMS: Mapping[LetterKind, tuple[Item, ...]] = {
    LetterKind.RECEIPT: (Item.RECEIVED, Item.DUE, Item.ENDS, Item.COMPANY),
    LetterKind.IDENTITY: (Item.REASON, Item.ASKED, Item.ERASED_AFTER, Item.DUE),
    LetterKind.CLARIFICATION: (Item.REASON, Item.QUESTION, Item.DUE),
    LetterKind.REFERRED: (Item.DECIDES, Item.HANDED_OVER, Item.OUT_OF_REACH, *_REMEDIES),
    LetterKind.EXTENSION: (Item.NEW_DATE, Item.REASON, Item.WITHIN_MONTH, *_REMEDIES),
    LetterKind.ANSWER: (Item.CONFIRMATION, Item.WHERE, Item.UNTIL, Item.FREE, Item.COMPLAINT),
    LetterKind.NO_DATA: (Item.CONFIRMATION, Item.UNIDENTIFIED, *_REMEDIES),
    LetterKind.DONE: (
        Item.ERASED,
        Item.LATER,
        Item.KEPT,
        Item.REFERRED,
        Item.UNDECIDED,
        Item.TOLD,
        Item.BACKUPS,
        Item.UNIDENTIFIED,
        *_REMEDIES,
    ),
    LetterKind.STOPPED: (Item.STOPPED, Item.BEFORE, Item.NEXT, *_REMEDIES),
    LetterKind.REFUSAL: (Item.REASON, *_REMEDIES),
    LetterKind.NOT_IDENTIFIED: (Item.REASON, Item.MORE, *_REMEDIES),
    LetterKind.UNANSWERED: (Item.REASON, Item.NEXT, *_REMEDIES),
    LetterKind.HAND_OVER: (Item.ASKS, Item.HELD, Item.DECIDE, Item.BY, Item.INSTRUCT, Item.CLOCK, Item.OUT_OF_REACH),
    LetterKind.HAND_OVER_REMINDER: (Item.ASKS, Item.HELD, Item.BY, Item.INSTRUCT, Item.CLOCK),
    LetterKind.HAND_OVER_RESULT: (Item.RESULT, Item.EVIDENCE, Item.OUT_OF_REACH),
    LetterKind.CERTIFICATE: (Item.RESULT, Item.EVIDENCE, Item.BACKUPS, Item.OUT_OF_REACH),
    LetterKind.OWNER_ASKED: (Item.ASKS, Item.DEMAND, Item.BY),
    LetterKind.OWNER_REMINDER: (Item.ASKS, Item.DEMAND, Item.BY),
    LetterKind.OWNER_TOLD: (Item.ASKS, Item.DEMAND),
    LetterKind.OWNER_SILENT: (Item.DEMAND, Item.BY),
    LetterKind.ESCALATION: (Item.BY, Item.REASON),
    LetterKind.DECISION: (Item.BY, Item.OPTIONS),
    LetterKind.BREACH: (Item.BREACH, Item.UNTIL, Item.OPTIONS),
}
"""The items of each kind. What depends on the facts is inside an item: it then says that there is nothing to say."""


class Omission(Exception):
    """A letter lacks something that the law wants in it; says the kind, the language and the item, and no fact."""

    def __init__(self, kind: str, language: Language, item: str, what: str) -> None:
        source = f" ({SOURCES[Item(item)]})" if item in set(Item) else ""
        super().__init__(f"{kind} in {language}: {item}{source}: {what}")
        self.kind, self.language, self.item = kind, language, item
