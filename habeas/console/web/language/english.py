"""The frame of the pages in English."""

from habeas.console.web.failure import Failure
from habeas.domain.language import Language
from habeas.domain.staff import Role

from .words import SignIn, Words

ENGLISH = Words(
    code=Language.ENGLISH,
    name="English",
    languages="Languages",
    skip="Skip to the content",
    about="Requests about personal data",
    signed_in="Signed in: {name}",
    sign_out="Sign out",
    failed="That did not work",
    back="To the first page",
    sign_in=SignIn(
        title="Sign in",
        lead="What you see and decide here is noted, with your name and the case.",
        token="Your token",  # noqa: S106 - a label
        submit="Sign in",
        account="Sign in with your company account",
    ),
    roles={Role.DPO: "data protection officer", Role.SUPPORT: "support", Role.AUDITOR: "auditor"},
    failures={
        Failure.NOT_UNDERSTOOD: "That request was not valid. Nothing has been done.",
        Failure.SIGN_IN_EXPIRED: "The sign-in took too long or did not begin in this browser. Sign in again.",
        Failure.ACCOUNT_REFUSED: "The account service did not confirm who you are. You are not signed in.",
        Failure.NO_ROLE: "Your account has no role here. Ask whoever manages the accounts of your company.",
        Failure.NOT_A_TOKEN: "That token is not valid.",
        Failure.SIGNED_OUT: "You are no longer signed in. Nothing has been done.",
        Failure.FOREIGN_FORM: "The form has expired or did not come from this page. Nothing has been done: go back, "
        "reload the page and try again.",
        Failure.NOT_ALLOWED: "Your role does not allow this.",
        Failure.NOT_FOUND: "There is nothing here.",
        Failure.NOT_NOW: "This is not possible now. Nothing has changed.",
        Failure.TOO_LARGE: "That was too large. Nothing has been done.",
        Failure.ELSEWHERE: "This page is not reached by that address.",
        Failure.TOO_MANY: "Too many requests. Wait a little and try again.",
        Failure.DEFECT: "Something went wrong on our side.",
        Failure.UNAVAILABLE: "A system that is needed does not answer. Try again later.",
        Failure.NOT_NOTED: "It could not be noted that you are looking, so nothing is shown and nothing has been done.",
    },
)
