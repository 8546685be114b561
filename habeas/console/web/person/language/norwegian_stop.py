"""Ending something at once, in Norwegian."""

from .words import Stop

STOP = Stop(
    heading="Stanse noe med en gang",
    lead="Vi har sett at du leser e-posten til denne adressen. Det du stanser her, stanser nå: Ingen må godkjenne "
    "det, og et brev sier hvor (GDPR art. 7 nr. 3 og 21 nr. 3).",
    objection="Ingen markedsføring til meg",
    every="Trekk tilbake alle samtykkene mine",
    one="Trekk tilbake samtykket mitt til {consent}",
    one_hint="Det du ellers har samtykket til, fortsetter (GDPR art. 7 nr. 3).",
)
