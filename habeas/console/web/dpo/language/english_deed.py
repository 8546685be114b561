"""The forms of decisions in English."""

from habeas.console.web.dpo.decision import Deed
from habeas.console.web.dpo.field import Wrong

from .words import Counted, Deeds, Form, Input, NewCase

FORM = Form(
    what="What follows from it",
    happens="What happens",
    lasting="What cannot be taken back",
    told="What the person is told",
    lost="What is lost",
    by="It is recorded as your decision: {name}.",
    go_on="Go on, and look once more",
    confirm="Please confirm: {deed}",
    confirm_lead="Nothing has been done yet. Look at the numbers and at what you wrote.",
    typed="What you wrote",
    change="Change it",
    leave="Leave it, back to the case",
    choose="Choose one",
    optional="may be left out",
    errors=Counted("One field needs your attention", "{count} fields need your attention"),
    refused="The case does not allow this now, and nothing has changed:",
    sent_before="This form had already been sent, with other contents. Nothing more has been done: look at the case, "
    "then send it again if you still want to.",
    perhaps_done="No answer came in time, so it may have been done. Look at the case, or send this form again as it "
    "is: "
    "it is done only once.",
    ended="The case no longer takes decisions: it has ended, or Temporal has lost it. Look at the case.",
    no_signer="An approval is signed, and there is no key in your name here. Ask whoever runs the installation to make "
    "one and to make it known (habeas approver), let a colleague approve who has one, or approve from your own "
    "machine (habeas approve).",
    new_due="The new date would be {new}; the date now is {old}.",
    numbers="What would happen to how many records and files",
    not_offered="This cannot be decided now.",
    invalid="The case did not accept what was typed. Nothing has been done.",
    not_taken="No file came, or it is none that is taken: MP4, WebM, M4A, MP3, Ogg or WAV, of at most 4 "
    "GiB. Nothing of it was kept.",
    whole="{system}: all of it",
)

WRONG = {
    Wrong.MISSING: "This is needed.",
    Wrong.TOO_SHORT: "This is too short.",
    Wrong.TOO_LONG: "This is too long.",
    Wrong.NO_CHOICE: "Choose one of those offered.",
    Wrong.NOT_OF_THIS: "That does not go with what is asked: leave it out, or ask for the other.",
    Wrong.NO_DATE: "Write a date as YYYY-MM-DD.",
    Wrong.NO_MOMENT: "Write a day and a time, as 2026-03-05T14:30.",
    Wrong.NO_ADDRESS: "Write an e-mail address of the form name@example.org.",
    Wrong.NO_COOKIE: "Copy the id as it stands in the cookie: 8 to 64 characters without blanks.",
    Wrong.NOT_FUTURE: "The day must lie in the future.",
    Wrong.FUTURE: "This cannot lie in the future.",
}

DEEDS = {
    Deed.VERIFY: Deeds(
        title="Verify who asks",
        submit="It is the person",
        what="You confirm that it is the person who asks, or somebody who may speak for them (GDPR art. 12(6)).",
        happens="The case goes on at once: the systems are asked what they hold. A copy may be made without any "
        "further "
        "decision; an erasure first waits for a plan to be approved.",
        lasting="That you verified it, how and when, stays on record. The proof itself is not kept (GDPR art. 5(1)).",
        told="Nothing by this alone. They are told the outcome at the end.",
        lost="Nothing.",
    ),
    Deed.ASK_IDENTITY: Deeds(
        title="Ask who asks",
        submit="Ask the person",
        what="There is a reasonable doubt that it is the person who asks. Ask for the least that removes it (GDPR art. "
        "12(6), 5(1)(c)).",
        happens="The case stops until it is shown who asks. A plan that waited is dropped and made anew afterwards.",
        lasting="That you asked, and why, stays on record. The stricter date does not move.",
        told="What they need to do to show who they are, and what the doubt is.",
        lost="Time: the person waits until they have answered.",
    ),
    Deed.REJECT_IDENTITY: Deeds(
        title="Close as not identified",
        submit="Close as not identified",
        what="What was shown does not identify the person, and you ask for nothing more (GDPR art. 11(2), 12(2)).",
        happens="The case ends as not identified. Nothing is changed in any system.",
        lasting="The case is closed. The person may ask again, with more to show who they are.",
        told="That we cannot tell who they are, what they can add, and where they can complain.",
        lost="Their request: nothing is copied or erased.",
    ),
    Deed.REPLY: Deeds(
        title="Record the person's answer",
        submit="Record the answer",
        what="The person has answered by other means, and you write it down for them.",
        happens="The question counts as answered, and the pause ends today.",
        lasting="The answer stays with the case until the case is shredded.",
        told="Nothing by this.",
        lost="Nothing.",
    ),
    Deed.CLARIFY: Deeds(
        title="Ask what the person means",
        submit="Send the question",
        what="Ask only where it is not clear what is asked for (recital 63 of the GDPR).",
        happens="A letter with your question is put on the person's page, and they get a link to it. The case is not "
        "stopped.",
        lasting="The letter cannot be called back. The stricter date does not move; a second date counts the pause.",
        told="Your question, word for word.",
        lost="Nothing.",
    ),
    Deed.LINK: Deeds(
        title="Say whose an identifier is",
        submit="Record whose it is",
        what="An identifier leads to data of several people. Look at it first, on the page of identifiers.",
        happens="If it is theirs, the systems are asked again by it; if not, what it alone leads to is left out. "
        "Either "
        "way a new plan is made.",
        lasting="The new plan has to be approved anew. You can decide otherwise as long as no plan is approved.",
        told="Nothing by this alone.",
        lost="If it is wrongly called theirs, data of another person can be erased.",
    ),
    Deed.DIRECT: Deeds(
        title="Record a controller's instruction",
        submit="Record the instruction",
        what="A customer has told us what to do with its own data about the person (GDPR art. 28(3)(a)).",
        happens="To erase: its data join the plan, or become a plan of their own. To leave: nothing of it is touched, "
        "and the customer answers the person itself.",
        lasting="An instruction is recorded once in a case, with your name and where it is on file.",
        told="At the end, what was done with the data.",
        lost="To erase: the customer's data about the person, once the plan is approved and carried out.",
    ),
    Deed.ATTACH: Deeds(
        title="Put in what was cut by hand",
        submit="Seal the file, and put it in",
        what="A customer has cut the person's part out of a recording that shows others (GDPR art. 15(4)).",
        happens="The file is sealed as it comes, and goes into the copy in the place of that recording. When "
        "each recording of the customer has one, the copy is made.",
        lasting="As long as the customer is waited for, another file takes its place; then it cannot be changed.",
        told="In the copy: that it was cut by hand, and by whom.",
        lost="Nothing. If the file shows others too, the person sees them: look at it before.",
    ),
    Deed.KEEP: Deeds(
        title="Keep something",
        submit="Keep it",
        what="Something in the plan must stay because of an exception to erasure (GDPR art. 17(3)).",
        happens="A new plan is made, in which it is kept until the date you give.",
        lasting="The new plan has to be approved anew. Until then you can change the ground and the date.",
        told="At the end: what was kept, on what ground and until when (GDPR art. 12(4)).",
        lost="Nothing.",
    ),
    Deed.APPROVE: Deeds(
        title="Approve the plan",
        submit="Approve, and erase",
        what="You approve the plan with the digest below, and no other.",
        happens="Each system is checked, then the data are taken out of use, and then erased. Recipients on record are "
        "told (GDPR art. 19). Until erasing begins, everything is undone if anything fails.",
        lasting="Once erasing begins, nothing of it can be taken back, and it is carried out to the end.",
        told="What was erased, what was kept and why, and to whom the rest was referred.",
        lost="The data under “erased”, for good. If the account is among them, the person can no longer sign in, and "
        "the contract that needs it ends.",
    ),
    Deed.REFUSE: Deeds(
        title="Refuse the request",
        submit="Refuse",
        what="The whole request is refused. Exceptions are narrow; to keep only a part, keep that part in the plan.",
        happens="The case ends as refused. Nothing is changed in any system.",
        lasting="The refusal cannot be taken back; the person may ask again.",
        told="Your reason, word for word, the right to complain to an authority, and that they can go to court (GDPR "
        "art. "
        "12(4)).",
        lost="Their request: nothing is copied or erased.",
    ),
    Deed.RETRY: Deeds(
        title="Try again",
        submit="Try again now",
        what="What is stuck is tried again at once. While a plan waits, the systems are asked anew.",
        happens="The step that waits begins again. Before a decision a new plan is made of what is held now.",
        lasting="Nothing. If what is held has changed, the new plan has another digest.",
        told="Nothing by this.",
        lost="Nothing.",
    ),
    Deed.ATTEST: Deeds(
        title="Attest what was done by hand",
        submit="It was done by hand",
        what="A step is stuck, and somebody has done it by other means.",
        happens="The case goes on without that step, and says that it was attested and not read back.",
        lasting="Your word stands in place of a check, and stays on record.",
        told="At the end, what was done.",
        lost="The proof by reading back, for that system.",
    ),
    Deed.EXTEND: Deeds(
        title="Take more time",
        submit="Extend by two months",
        what="Two months more, once, because the request is complex or there are many (GDPR art. 12(3)).",
        happens="The person is sent a letter before the first date; only when it has left does the date move.",
        lasting="It is possible once, and cannot be taken back.",
        told="The new date and your reason, word for word, and where they can complain.",
        lost="The person waits up to two months longer.",
    ),
    Deed.PAUSE: Deeds(
        title="Put the case on hold",
        submit="Put on hold",
        what="Nothing of the case goes on until somebody lets it go on.",
        happens="No plan can be approved, and nothing begins.",
        lasting="Nothing: it can go on at any time.",
        told="Nothing by this.",
        lost="Time: no date moves, and the person's time runs on.",
    ),
    Deed.RESUME: Deeds(
        title="Let the case go on",
        submit="Go on",
        what="The case was put on hold.",
        happens="It goes on where it stood.",
        lasting="Nothing.",
        told="Nothing by this.",
        lost="Nothing.",
    ),
    Deed.CANCEL: Deeds(
        title="Cancel the case",
        submit="Cancel the case",
        what="The case stops, and everything is left as it was.",
        happens="What was begun is undone. Once erasing has begun it is too late, and the case says so.",
        lasting="The case ends. The person would have to ask again.",
        told="That nothing was done, and where they can complain.",
        lost="Their request: nothing is copied or erased.",
    ),
}

INPUTS = {
    "rung": Input("How they showed who they are", "The least that is enough."),
    "ask-identity.rung": Input("What to ask for", "The least that removes the doubt: more is not allowed."),
    "how": Input(
        "How exactly", "For the record, such as “signed in again on 5 March”. No copies, no numbers of papers."
    ),
    "doubt": Input("What the doubt is"),
    "reason": Input("Reason", "3 to 500 characters."),
    "refuse.reason": Input("Reason for the person", "They read it word for word. 3 to 500 characters."),
    "reject-identity.reason": Input("Reason", "What was missing. 3 to 500 characters."),
    "text": Input("The answer", "As the person gave it. Up to 4000 characters."),
    "question": Input("Your question", "They read it word for word. 3 to 1000 characters."),
    "controller": Input("Which controller"),
    "directive": Input("What it instructs"),
    "reference": Input("Where the instruction is on file", "Such as a number in your records. No personal data."),
    "item": Input("Which recording"),
    "cut_by": Input("Who has cut it", "As the person will read it: a team or a role is enough."),
    "file": Input("The file", "MP4, WebM, M4A, MP3, Ogg or WAV, at most 4 GiB. Its name is not kept."),
    "link.reference": Input("Which identifier", "By its reference: see the page of identifiers."),
    "is_theirs": Input("Is it this person's?"),
    "digest": Input("The plan's digest"),
    "holding": Input("What must stay"),
    "justification": Input("For which reason"),
    "keep.justification": Input("By which exception (GDPR art. 17(3))"),
    "ground": Input("Ground", "The law or the claim, such as “Code de commerce L123-22”. The person reads it."),
    "until": Input("Until when", "A day in the future, as YYYY-MM-DD."),
    "evidence": Input(
        "Where the evidence is on file",
        "Needed for “unfounded” and “excessive”: you have to show it (GDPR art. 12(5)). The person does not read it.",
    ),
    "words": Input("Reason for the person", "They read it word for word. 3 to 1000 characters."),
    "system": Input("Which system"),
    "what": Input("What was done by hand, and by whom", "3 to 500 characters. No personal data."),
    "right": Input("What is asked"),
    "email": Input("The person's e-mail address"),
    "cookie_id": Input(
        "The id in the cookie of their browser",
        "Where the person gave it: visits and choices about cookies are found by it alone.",
    ),
    "received_at": Input("When the request arrived", "At the first channel that it reached, in the zone {zone}."),
    "channel": Input("By which channel"),
    "language": Input("Language of the answer"),
    "country": Input("Where the person says that they are", "It names their supervisory authority."),
    "new.rung": Input("How it was verified who asks", "If it has not been yet, the case asks the person."),
    "new.how": Input("How exactly", "Needed if it has been verified. No copies, no numbers of papers."),
    "copy_first": Input(
        "A copy before the erasure", "Only for an erasure: nothing is erased before they could fetch it."
    ),
    "consent": Input("Which consent is withdrawn", "Only for a withdrawal of consent (GDPR art. 7(3))."),
}

NEW = NewCase(
    title="Open a case",
    lead="For a request that came by mail, by post or by telephone.",
    consequences=(
        "The time to answer counts from when the request arrived, not from now.",
        "The person gets a letter of receipt with the date by which there is an answer.",
        "Where it is not verified who asks, nothing is looked up before it is.",
        "If the person has an open case for the same right, this one ends and points to it.",
    ),
    submit="Open the case",
    zone="Zone",
    not_yet="not verified yet: ask the person",
    no_copy="no copy first",
    all_consents="all, or not a withdrawal",
    unknown="not known",
)
