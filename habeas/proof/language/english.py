"""The page in English."""

from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.outcome import BACKUPS
from habeas.domain.own_store import CASE, EVIDENCE
from habeas.domain.plan import IDENTIFIER
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround

from .english_outcome import COLUMNS, OUTCOMES
from .why import ENGLISH as WHYS
from .words import Forms, Headings, Sentences, Words

_MONTHS = "January February March April May June July August September October November December"

ENGLISH = Words(
    code=Language.ENGLISH,
    headings=Headings(
        title="Certificate",
        subtitle="What became of the personal data in one case",
        case="Case",
        moment="Speaks of",
        controller="Stated by",
        contact="Contact",
        right="Right that was exercised",
        received="Request received",
        plan="Approved plan (SHA-256 with a salt)",
        summary="In short",
        outcome="Outcome",
        items="Entries",
        outcomes="What became of what",
        unproved="What this does not prove",
        check="How to check it",
        key="Key of the signature",
        log="Log",
        index="Entry, counted from 0",
        size="Entries in the log",
        root="Root of the log",
    ),
    sentences=Sentences(
        lead="{company} states here what became of the personal data that this case is about: category by category, in "
        "each system.",
        moment="It speaks of one point in time, {moment}, and of none after it.",
        erased="Only what was there, was erased, and was not found when the system was read again is called erased. "
        "What is masked or hashed is still there: it counts as not erased.",
        titles="Categories are called as the person is told of them: “you” is the person whom the case is about.",
        nothing="The certificate names no category. It states nothing of any data.",
        unproved="The certificate does not prove:",
        nothing_else="that there was nothing else: it speaks of the systems and categories that it names, and not of "
        "what nobody knew of;",
        copies="that others who had copies have erased theirs;",
        later="that it is so at any later moment, or that nothing came in again;",
        attested="that what a person attests is so: nobody but that person has seen it;",
        revoked="when it was signed: its key was revoked later, and only the log says that it was there before;",
        truth="that who signed it told the truth: the log shows that it was said, and was not changed since.",
        warning="The key of this certificate was revoked",
        revocation="It was revoked on {date}; the reason on record is {reason}. Since then a signature with it proves "
        "nothing by itself. When this one was made is not proved: only the log, whose checkpoint another key has "
        "signed, says that the certificate was there before.",
        page="What counts is the signed file certificate.jws. This page puts it into words, and is not signed.",
        command="This command checks it, without a network. Its proof, certificate.tlog-proof, and the keys, "
        "jwks.json, have to lie beside it:",
        keys="Get the keys from the address at which {company} publishes them, and not from beside the file: with a "
        "forged certificate come keys that fit it. Ask {contact} where that is.",
        keep="Keep the size and the root of the log. A later log that does not agree with them was changed.",
        person="The certificate names nobody. Whoever was given its salt can show with it whom it is about.",
        since="{key}, since {begins}",
        between="{key}, from {begins} until {ends}",
    ),
    forms=Forms(
        months=tuple(_MONTHS.split()),
        first_day="1",
        day="{day} {month} {year}",
        moment="{date} at {hour}:{minute}, {zone} (UTC{offset})",
        thousands=",",
    ),
    outcomes=OUTCOMES,
    columns=COLUMNS,
    rights={
        Right.ACCESS: "access (GDPR art. 15)",
        Right.ERASURE: "erasure (GDPR art. 17)",
        Right.PORTABILITY: "data portability (GDPR art. 20)",
    },
    erasure_grounds={
        ErasureGround.NO_LONGER_NEEDED: "No longer needed for what it was collected for (GDPR art. 17(1)(a))",
        ErasureGround.WITHDRAWN: "The consent on which it was held was withdrawn (GDPR art. 17(1)(b))",
        ErasureGround.OBJECTED: "The person objected, and nothing outweighs that (GDPR art. 17(1)(c))",
        ErasureGround.UNLAWFUL: "There was no legal basis for holding it (GDPR art. 17(1)(d))",
        ErasureGround.OBLIGED: "A law orders its erasure (GDPR art. 17(1)(e))",
        ErasureGround.CHILD: "Collected from a child for a service offered online (GDPR art. 17(1)(f))",
    },
    exceptions={
        Justification.UNFOUNDED: "The request was manifestly unfounded (GDPR art. 12(5))",
        Justification.EXCESSIVE: "The request was manifestly excessive (GDPR art. 12(5))",
        Justification.IDENTITY_FAILED: "It was not shown that who asked is the person concerned (GDPR art. 11(2), "
        "12(2))",
        Justification.EXPRESSION: "Freedom of expression and information (GDPR art. 17(3)(a))",
        Justification.LEGAL_OBLIGATION: "Legal obligation (GDPR art. 17(3)(b))",
        Justification.PUBLIC_HEALTH: "Public interest in public health (GDPR art. 17(3)(c))",
        Justification.ARCHIVING: "Archiving in the public interest, research or statistics (GDPR art. 17(3)(d))",
        Justification.LEGAL_CLAIM: "Legal claims (GDPR art. 17(3)(e))",
        Justification.OTHERS_RIGHTS: "Rights and freedoms of other people who are in it (GDPR art. 15(4), 20(4))",
    },
    whys=WHYS,
    kept_by="Kept by decision of {by}",
    unknown_categories={
        IDENTIFIER: "An identifier that several people share",
        BACKUPS: "Backups of the system",
        CASE: "This case's own messages and files, which are sealed",
        EVIDENCE: "Evidence of this case",
    },
)
