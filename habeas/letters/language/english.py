"""The sentences of codes in English."""

from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.manual import Demand
from habeas.domain.right import Right
from habeas.domain.stop import Ended
from habeas.domain.treatment import ErasureGround

from .words import LetterWords

ENGLISH = LetterWords(
    code=Language.ENGLISH,
    rights={
        Right.CONFIRMATION: "confirmation whether we process data about you (GDPR art. 15(1))",
        Right.ACCESS: "access to your data (GDPR art. 15)",
        Right.PORTABILITY: "your data in a form that you can take with you (GDPR art. 20)",
        Right.ERASURE: "erasure of your data (GDPR art. 17)",
        Right.OBJECTION: "an end of marketing to you (GDPR art. 21(2) and 21(3))",
        Right.WITHDRAWAL: "the withdrawal of your consent (GDPR art. 7(3))",
    },
    theirs={
        Right.CONFIRMATION: "confirmation whether data about them is processed (GDPR art. 15(1))",
        Right.ACCESS: "access to their data (GDPR art. 15)",
        Right.PORTABILITY: "their data in a form that they can take with them (GDPR art. 20)",
        Right.ERASURE: "erasure of their data (GDPR art. 17)",
        Right.OBJECTION: "an end of marketing to them (GDPR art. 21(2) and 21(3))",
        Right.WITHDRAWAL: "the withdrawal of their consent (GDPR art. 7(3))",
    },
    justifications={
        Justification.REJECTED: "We do not carry out this request.",
        Justification.UNFOUNDED: "We consider the request manifestly unfounded (GDPR art. 12(5)). It is for us to show "
        "that, and what shows it is on file.",
        Justification.EXCESSIVE: "We consider the request manifestly excessive, in particular because it repeats "
        "earlier ones (GDPR art. 12(5)). It is for us to show that, and what shows it is on file.",
        Justification.IDENTITY_FAILED: "We are not able to tell that you are the person whom the request is about "
        "(GDPR art. 11(2) and 12(2)).",
        Justification.EXPRESSION: "The data is needed for the right of freedom of expression and information (GDPR "
        "art. 17(3)(a)).",
        Justification.LEGAL_OBLIGATION: "A law obliges us to keep the data (GDPR art. 17(3)(b)).",
        Justification.PUBLIC_HEALTH: "The data is needed for reasons of public interest in the area of public health "
        "(GDPR art. 17(3)(c)).",
        Justification.ARCHIVING: "The data is needed for archiving in the public interest, research or statistics "
        "(GDPR art. 17(3)(d)).",
        Justification.LEGAL_CLAIM: "The data is needed to establish, exercise or defend legal claims (GDPR "
        "art. 17(3)(e)).",
        Justification.OTHERS_RIGHTS: "It would harm the rights and freedoms of other people, who are in it too (GDPR "
        "art. 15(4) and 20(4)).",
        Justification.IMPOSSIBLE: "A system that holds the data could not carry it out, or did not answer.",
        Justification.COMPLEXITY: "The request is complex (GDPR art. 12(3)).",
        Justification.VOLUME: "The number of requests is high (GDPR art. 12(3)).",
        Justification.DELAY: "We have not decided in time.",
        Justification.IDENTITY_REQUIRED: "We had reasonable doubts about who asks, and asked for what dispels them "
        "(GDPR art. 12(6)).",
        Justification.INFORMATION_REQUIRED: "We need to know more precisely what your request is about (GDPR recital "
        "63).",
    },
    circumstances={
        Circumstance.SHARED: "Other people appear in it, and their rights have to be weighed first.",
        Circumstance.SOLE_OWNER: "A workspace that others use would be left without an owner.",
        Circumstance.SEVERAL_PEOPLE: "It was reached by an identifier that several people share.",
        Circumstance.RETAINED: "It is locked, and no date is recorded on which the lock ends.",
        Circumstance.NOT_YET: "Its system cannot erase it yet.",
        Circumstance.UNANSWERED: "Whoever has it has not told us what there is, or that it was erased.",
    },
    ended={
        Ended.STOPPED: "It has stopped. We have checked that.",
        Ended.NOTHING: "Under what you have told us of yourself nothing goes on there. We have checked that.",
        Ended.ATTESTED: "It was stopped by hand, as one of us attests. We could not check it ourselves.",
        Ended.CANNOT: "Something there rests on consent, and the system cannot end it by itself: our data protection "
        "officer sees to it.",
    },
    erasure_grounds={
        ErasureGround.NO_LONGER_NEEDED: "It is no longer needed for what it was collected for (GDPR art. 17(1)(a)).",
        ErasureGround.WITHDRAWN: "The consent on which we held it is withdrawn with your request (GDPR art. 17(1)(b)).",
        ErasureGround.OBJECTED: "You object to it, and nothing of ours outweighs that (GDPR art. 17(1)(c)).",
        ErasureGround.UNLAWFUL: "There was no legal basis for holding it (GDPR art. 17(1)(d)).",
        ErasureGround.OBLIGED: "A law obliges us to erase it (GDPR art. 17(1)(e)).",
        ErasureGround.CHILD: "It was collected from a child for a service offered online (GDPR art. 17(1)(f)).",
    },
    doubts={
        Doubt.NOT_SIGNED_IN: "You asked without signing in.",
        Doubt.OTHER_ADDRESS: "The request came from an address that does not show who asks.",
        Doubt.ADDRESS_LOST: "You told us that an address you used is no longer yours.",
        Doubt.SHARED_ADDRESS: "An address in the request may be used by several people.",
        Doubt.CONTRADICTION: "Some of what we were told does not fit together.",
        Doubt.REPRESENTATIVE: "The request was made for somebody else.",
    },
    rungs={
        Rung.SESSION: "Sign in to your account once more.",
        Rung.LINK: "Open the one-time link that we send to the address which the request is about.",
        Rung.EVIDENCE: "Show us something that says who you are or, if you ask for somebody else, that you may. Cover "
        "whatever is not needed for that, such as numbers and pictures.",
    },
    demands={
        Demand.LOCATE: "Please look whether you hold anything of this person, and say how much of each kind "
        "there is. Change nothing and erase nothing yet.",
        Demand.GIVE: "Please look whether you hold anything of this person, say how much of each kind there "
        "is, and give us a copy of it on this page. Change nothing and erase nothing.",
        Demand.HOLD: "Please do not use what you hold of this person: it may have to be erased. Do not erase "
        "it yet. You need not answer.",
        Demand.RELEASE: "What you hold of this person is not erased after all: please use it again as before. You "
        "need not answer.",
        Demand.ERASE: "Please erase what you hold of this person, every copy of it, and say on this page who "
        "has done so, when, and what shows it.",
    },
)
