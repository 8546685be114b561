"""The names of codes in English: states, reasons, kinds; and what a case says in sentences of its own."""

from habeas.console.web.dpo.dossier import Trouble
from habeas.console.web.dpo.inbox import Urgency
from habeas.console.web.dpo.timeline import Happened
from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.name import MAIL, REGISTER
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround
from habeas.domain.update import Directive

URGENCIES = {
    Urgency.LATE: "late",
    Urgency.TODAY: "to be decided today",
    Urgency.SOON: "due within a week",
    Urgency.LATER: "due later",
    Urgency.ANSWERED: "answered, waiting for a controller",
}

STATES = {
    CaseState.RECEIVED: "received",
    CaseState.IDENTITY: "waiting to know who asks",
    CaseState.PLANNING: "asking the systems",
    CaseState.AWAITING_DECISION: "waiting for your decision",
    CaseState.CARRYING_OUT: "being carried out",
    CaseState.ANSWERING: "telling the person",
    CaseState.WAITING_FOR_CONTROLLER: "waiting for a controller",
    CaseState.WAITING_FOR_DAY: "waiting for a day",
    CaseState.NEEDS_ATTENTION: "stuck, needs somebody",
    CaseState.LOCATED: "confirmed what is held",
    CaseState.READY: "copy ready",
    CaseState.ERASED: "erased",
    CaseState.ERASED_WITH_OPEN_STEPS: "erased, with steps still open",
    CaseState.NOTHING_CHANGED: "nothing changed",
    CaseState.ALL_RETAINED: "everything kept",
    CaseState.REFUSED: "refused",
    CaseState.NOT_IDENTIFIED: "not identified",
    CaseState.NO_DATA: "no data held",
    CaseState.STOPPED: "stopped",
}

STANDINGS = {
    CaseState.RECEIVED: "It has just come, and is being looked at.",
    CaseState.IDENTITY: "Nothing is done before it is known who asks.",
    CaseState.PLANNING: "The systems are being asked what they hold. It goes on by itself.",
    CaseState.AWAITING_DECISION: "Nothing has been changed. It waits for a data protection officer to decide.",
    CaseState.CARRYING_OUT: "It is being carried out. It goes on by itself.",
    CaseState.ANSWERING: "It has been carried out or ended, and the person is being told.",
    CaseState.WAITING_FOR_CONTROLLER: "Our own part is done. It waits for the instruction of another controller.",
    CaseState.WAITING_FOR_DAY: "What can be erased is erased, and the person was told. The rest is erased on "
    "the day given.",
    CaseState.NEEDS_ATTENTION: "It cannot go on without somebody. Nothing is lost.",
    CaseState.LOCATED: "It was looked up what is held.",
    CaseState.READY: "The copy is ready for the person.",
    CaseState.ERASED: "All that the plan erases is erased, and was confirmed by asking again.",
    CaseState.ERASED_WITH_OPEN_STEPS: "What the plan erases is erased and confirmed. Some steps are still to be done.",
    CaseState.NOTHING_CHANGED: "Nothing was changed in any system.",
    CaseState.ALL_RETAINED: "Nothing could be erased: all of it stays, each on its ground.",
    CaseState.REFUSED: "The request was refused. Nothing was changed in any system.",
    CaseState.NOT_IDENTIFIED: "Nobody showed that it is the person who asks. Nothing was changed in any system.",
    CaseState.NO_DATA: "No system holds anything of this person.",
    CaseState.STOPPED: "What was to end has ended, and was read back.",
}

RIGHTS = {
    Right.CONFIRMATION: "Confirmation (GDPR art. 15(1))",
    Right.ACCESS: "Access (GDPR art. 15)",
    Right.PORTABILITY: "Portability (GDPR art. 20)",
    Right.ERASURE: "Erasure (GDPR art. 17)",
    Right.OBJECTION: "Objection to marketing (GDPR art. 21(3))",
    Right.WITHDRAWAL: "Withdrawal of consent (GDPR art. 7(3))",
}

DISPOSITIONS = {
    Disposition.DECIDE: "Undecided",
    Disposition.ERASE: "To be erased",
    Disposition.ANONYMISE: "To be made anonymous",
    Disposition.RETAIN: "Kept",
    Disposition.REFER: "Referred to its controller",
}

DISPOSITION_LEADS = {
    Disposition.DECIDE: "Somebody has to decide. Until then it is left as it is, and the person is told so.",
    Disposition.ERASE: "The person asked for it (GDPR art. 17(1)).",
    Disposition.ANONYMISE: "It can no longer be traced to anybody afterwards.",
    Disposition.RETAIN: "It stays until the date given (GDPR art. 17(3)), and is then erased.",
    Disposition.REFER: "It belongs to another controller, who decides about it (GDPR art. 28(3)(a)).",
}

ERASURE_GROUNDS = {
    ErasureGround.NO_LONGER_NEEDED: "no longer needed (GDPR art. 17(1)(a))",
    ErasureGround.WITHDRAWN: "consent withdrawn (GDPR art. 17(1)(b))",
    ErasureGround.OBJECTED: "objected to (GDPR art. 17(1)(c))",
    ErasureGround.UNLAWFUL: "held without a basis on record (GDPR art. 17(1)(d))",
    ErasureGround.OBLIGED: "a law obliges us to erase it (GDPR art. 17(1)(e))",
    ErasureGround.CHILD: "collected from a child (GDPR art. 17(1)(f))",
}

CIRCUMSTANCES = {
    Circumstance.SHARED: "other people appear in it",
    Circumstance.SOLE_OWNER: "a customer's workspace would be left without an owner",
    Circumstance.SEVERAL_PEOPLE: "an identifier leads to several people: say whose it is",
    Circumstance.RETAINED: "a law or a lock keeps it",
    Circumstance.NOT_YET: "its system cannot erase it yet",
    Circumstance.UNANSWERED: "its owner has not answered",
}

JUSTIFICATIONS = {
    Justification.REJECTED: "rejected",
    Justification.UNFOUNDED: "manifestly unfounded (GDPR art. 12(5))",
    Justification.EXCESSIVE: "excessive, in particular because it is repeated (GDPR art. 12(5))",
    Justification.IDENTITY_FAILED: "it cannot be told who asks (GDPR art. 11(2), 12(2))",
    Justification.EXPRESSION: "freedom of expression and information (GDPR art. 17(3)(a))",
    Justification.LEGAL_OBLIGATION: "a law obliges us to keep it (GDPR art. 17(3)(b))",
    Justification.PUBLIC_HEALTH: "public health (GDPR art. 17(3)(c))",
    Justification.ARCHIVING: "archiving, research or statistics in the public interest (GDPR art. 17(3)(d))",
    Justification.LEGAL_CLAIM: "legal claims (GDPR art. 17(3)(e))",
    Justification.OTHERS_RIGHTS: "the rights of other people (GDPR art. 15(4), 20(4))",
    Justification.IMPOSSIBLE: "it cannot be carried out",
    Justification.COMPLEXITY: "the request is complex (GDPR art. 12(3))",
    Justification.VOLUME: "there are many requests (GDPR art. 12(3))",
    Justification.DELAY: "it is late",
    Justification.IDENTITY_REQUIRED: "it has to be shown who asks (GDPR art. 12(6))",
    Justification.INFORMATION_REQUIRED: "it has to be clear what is asked (recital 63)",
}

RUNGS = {
    Rung.SESSION: "signed in to the account again",
    Rung.LINK: "opened a one-time link that was sent to the address on file",
    Rung.EVIDENCE: "showed something that one of us looked at",
}

DOUBTS = {
    Doubt.NOT_SIGNED_IN: "they asked without being signed in",
    Doubt.OTHER_ADDRESS: "it came from an address that is not on file",
    Doubt.ADDRESS_LOST: "they say that the address on file is no longer theirs",
    Doubt.SHARED_ADDRESS: "the address leads to data of several people",
    Doubt.CONTRADICTION: "what was said does not agree with what is on file",
    Doubt.REPRESENTATIVE: "somebody asks on behalf of somebody else",
}

DIRECTIVES = {
    Directive.ERASE: "erase its data",
    Directive.ERASE_SHARED: "erase its data, with the recordings that show others",
    Directive.GIVE: "give the person the recordings that show others",
    Directive.WITHHOLD: "do not give the person the recordings that show others",
    Directive.ATTACH: "put what was cut by hand into the copy, in place of a recording",
    Directive.LEAVE: "leave it: it answers the person itself",
}

REFERRAL_STATES = {
    ReferralState.STANDING: "a standing instruction was on record",
    ReferralState.ASKED: "asked, no answer yet",
    ReferralState.INSTRUCTED: "has instructed us",
    ReferralState.LEFT: "answers the person itself",
    ReferralState.SILENT: "did not answer in time",
    ReferralState.NOT_DONE: "its instruction was not carried out",
    ReferralState.DONE: "carried out, and it has the evidence",
}

LETTERS = {
    LetterKind.RECEIPT: "receipt",
    LetterKind.IDENTITY: "request to show who they are",
    LetterKind.CLARIFICATION: "question",
    LetterKind.REFERRED: "who else decides",
    LetterKind.EXTENSION: "more time",
    LetterKind.ANSWER: "answer",
    LetterKind.NO_DATA: "no data held",
    LetterKind.DONE: "what was erased",
    LetterKind.STOPPED: "what has stopped",
    LetterKind.REFUSAL: "refusal",
    LetterKind.NOT_IDENTIFIED: "not identified",
    LetterKind.UNANSWERED: "why there is no answer",
    LetterKind.HAND_OVER: "hand-over to a controller",
    LetterKind.HAND_OVER_REMINDER: "reminder to a controller",
    LetterKind.HAND_OVER_RESULT: "evidence for a controller",
    LetterKind.CERTIFICATE: "certificate at the end of a contract",
    LetterKind.OWNER_ASKED: "request to the owner of a system",
    LetterKind.OWNER_REMINDER: "reminder to the owner of a system",
    LetterKind.OWNER_TOLD: "notice to the owner of a system",
    LetterKind.OWNER_SILENT: "the owner of a system does not answer",
    LetterKind.ESCALATION: "a date comes near",
    LetterKind.DECISION: "to be decided today",
    LetterKind.BREACH: "a breach, to be notified within 72 hours",
}

ADDRESSEES = {
    Addressee.SUBJECT: "the person",
    Addressee.AGENT: "who speaks for the person",
    Addressee.CONTROLLER: "the controller",
    Addressee.OWNER: "the owner of a system",
    Addressee.DPO: "the data protection officer",
}

HAPPENED = {
    Happened.RECEIVED: "The request arrived.",
    Happened.OPENED: "The case was opened.",
    Happened.IDENTITY_ASKED: "The person was asked to show who they are.",
    Happened.IDENTITY_SHOWN: "It was shown who asks.",
    Happened.QUESTION_ASKED: "The person was asked a question.",
    Happened.QUESTION_ANSWERED: "The person answered.",
    Happened.LETTER: "A letter was written:",
    Happened.REFERRED: "Data were referred to a controller:",
    Happened.APPROVED: "The plan was approved.",
    Happened.ENGAGED: "The first system was changed.",
    Happened.CLOSED: "The case was closed.",
}

TROUBLES = {
    Trouble.AWAY: "The case does not answer at the moment. This is what the register has of it; try again later.",
    Trouble.LOST: "Temporal no longer has this case. Nothing is lost: whoever runs the installation lets it go on with "
    "habeas resume. This is what the register has of it.",
}

CHANNELS = {"mail": "e-mail", "post": "post", "telephone": "telephone", "support": "support", "other": "another way"}

KINDS = {
    "email": "e-mail address",
    "account_id": "account",
    "participant_id": "participation",
    "stripe_customer": "customer at Stripe",
    "stripe_organisation": "organisation at Stripe",
    "stripe_payment_method": "means of payment at Stripe",
    "enrichment_id": "enrichment record",
    "cookie_id": "id of a browser's cookie",
    "marketing_contact": "marketing contact",
}

HOUSE = {MAIL: "Letters", REGISTER: "The register"}

SAYINGS = {
    "NO_PLAN": "There is no plan to decide on: the case is at “{state}”.",
    "BEING_MADE": "The plan is being made anew: look at it, then decide.",
    "APPROVED": "It has already been approved, by {by}.",
    "TOO_LATE": "Erasing has begun: it cannot be taken back, and is carried out to the end.",
    "CANCELLED": "It is already being cancelled.",
    "NOTHING_WAITS": "Nothing waits to be tried again.",
    "NOT_STUCK": "No step of that system is stuck: only a stuck step after approval can be attested.",
    "NOT_BY_HAND": "A copy cannot be made by hand: have the system mended and try again, or cancel.",
    "OTHER_DIGEST": "The plan has changed meanwhile: look at it again, then approve it.",
    "OWN_CASE": "You opened this case, and nobody approves a case of their own here: ask a colleague.",
    "STOPS": "Something in the plan must be decided first: {keys}. Then try again, and a new plan is made.",
    "NO_HOLDING": "The plan no longer has what you chose: look at it again.",
    "NO_FUTURE": "What is kept needs an end date in the future.",
    "NO_EXCEPTION": "That is no exception to erasure (GDPR art. 17(3)): choose one that is.",
    "NOT_IN_DOUBT": "That identifier is not in doubt any more.",
    "CLOSING": "The case is being closed: its outcome is known.",
    "NOT_IDENTIFIED": "Nothing is decided before it is known who asks: verify that first.",
    "IDENTIFIED": "It has already been verified who asks.",
    "TOO_LATE_TO_ASK": "It is too late to ask the person: the case is at “{state}”.",
    "UNDER_WAY": "It is being carried out: cancel it, or let it end.",
    "NOTHING_LEFT": "There is nothing left to decide: the person is being told, or has been.",
    "NOTHING_TO_HOLD_BACK": "There is nothing left to hold back: our own part is done.",
    "MORE_THAN_NEEDED": "That asks for more than this doubt needs (GDPR art. 12(6), 5(1)(c)): ask for less.",
    "LESS_THAN_ASKED": "That is less than what was asked for: {asked}.",
    "NO_QUESTION": "No question to the person is open.",
    "NO_CONTROLLER": "Nothing was referred to that controller, or it has already instructed us.",
    "NO_RECORDING": "That controller was asked about no recording of that name.",
    "NOTHING_ATTACHED": "An instruction to put in what was cut by hand comes with the file, and no other "
    "does: see the page for it.",
    "NOT_WHAT_IS_ASKED": "That does not fit what the person asks for: a copy is given or withheld, data "
    "is erased or left.",
    "NO_REASON_FOR_MORE_TIME": "More time needs one of two reasons: the request is complex, or there are many.",
    "EXTENDED": "It has already been extended: that is possible once.",
    "NO_TIME_LEFT": "The date has passed: from then on it cannot be extended (GDPR art. 12(3)).",
    "AT_ONCE": "Nobody decides on it: it acts at once (GDPR art. 21(3), 7(3)).",
    "ANSWERED": "The person already has an answer.",
    "NO_CODE": "A refusal needs one of the reasons that the law has.",
    "NO_EVIDENCE": "Who refuses as unfounded or excessive has to show it (GDPR art. 12(5)): say where that is on file.",
    "STANDS_STILL": "The case is on hold: let it go on first.",
    "STANDS_STILL_ALREADY": "The case is already on hold.",
    "LATER": "The rest can be erased from {day} on, and is erased then.",
    "GOES_ON": "The case is not on hold.",
    "DUE_SOON": "The answer is due soon.",
    "LATE": "The erasure is late: it has to be done without undue delay (GDPR art. 17(1)).",
    "UNANSWERED": "The time is over without an answer: the person was told why.",
    "NO_ADDRESS": "There is no address on file for {controller}: hand it over by other means.",
    "NOT_HANDED_OVER": "The letter to {controller} was not sent: hand it over by other means.",
    "LETTER_NOT_SENT": "A letter was not sent: {letter}.",
    "NOT_TOLD_IN_TIME": "The person could not be told in time, and without that there is no more time.",
    "UNSIGNED": "An approval must be signed, and this one was not.",
    "SECOND": "A second approver: {by} has approved.",
    "TURN": "Another case of the same person, which goes first: {case}.",
    "OWNERS": "the answer of the owner of: {system}",
    "OWNER_LATE": "{system}: its owner was reminded, and does not answer.",
    "OWNER_SILENT": "{system}: its owner has not answered in time. What is missing stays open.",
    "OWNER_DECLINED": "{system}: its owner says that it cannot be done. Look at it.",
    "OWNER_UNREACHED": "{system}: the letter to its owner was not sent. Reach them by other means.",
    "OWNER_TOO_LATE": "{system}: its owner has answered late. Look again, if there is still time.",
    "CONTROLLERS": "The instructions of other controllers.",
    "SAME_PERSON": "You have approved this plan already: it waits for another person.",
    "OTHER_PLAN": "Another plan has taken its place: look at it, then approve it anew.",
    "UNKNOWN_KEY": "The register does not know the key in your name: ask whoever runs the installation to make it "
    "known.",
    "REVOKED_KEY": "Your key has been revoked: ask whoever runs the installation.",
    "DOES_NOT_COUNT": "The register did not accept the signature: ask whoever runs the installation.",
    "NOT_OPENED": "Nobody has opened the link that was sent to the address on file: choose what was really shown.",
}
