"""Ending something at once, in English."""

from .words import Stop

STOP = Stop(
    heading="Ending it at once",
    lead="We have seen that you read the mail of this address. What you end here ends now: nobody has to approve "
    "it, and a letter says where (GDPR art. 7(3), 21(3)).",
    objection="No marketing to me",
    every="Withdraw all my consent",
    one="Withdraw my consent to {consent}",
    one_hint="What else you have consented to goes on (GDPR art. 7(3)).",
)
