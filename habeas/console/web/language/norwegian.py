"""The frame of the pages in Norwegian (bokmål)."""

from habeas.console.web.failure import Failure
from habeas.domain.language import Language
from habeas.domain.staff import Role

from .words import SignIn, Words

NORWEGIAN = Words(
    code=Language.NORWEGIAN,
    name="Norsk bokmål",
    languages="Språk",
    skip="Hopp til innholdet",
    about="Henvendelser om personopplysninger",
    signed_in="Innlogget: {name}",
    sign_out="Logg ut",
    failed="Det gikk ikke",
    back="Til første side",
    sign_in=SignIn(
        title="Logg inn",
        lead="Det du ser og bestemmer her, blir loggført med navnet ditt og saken.",
        token="Tilgangskoden din",  # noqa: S106 - a label
        submit="Logg inn",
        account="Logg inn med firmakontoen",
    ),
    roles={Role.DPO: "personvernombud", Role.SUPPORT: "kundestøtte", Role.AUDITOR: "revisor"},
    failures={
        Failure.NOT_UNDERSTOOD: "Forespørselen var ikke gyldig. Ingenting er gjort.",
        Failure.SIGN_IN_EXPIRED: "Innloggingen tok for lang tid eller begynte ikke i denne nettleseren. "
        "Logg inn på nytt.",
        Failure.ACCOUNT_REFUSED: "Kontotjenesten bekreftet ikke hvem du er. Du er ikke innlogget.",
        Failure.NO_ROLE: "Kontoen din har ingen rolle her. Spør den som administrerer kontoene i virksomheten.",
        Failure.NOT_A_TOKEN: "Tilgangskoden er ikke gyldig.",
        Failure.SIGNED_OUT: "Du er ikke lenger innlogget. Ingenting er gjort.",
        Failure.FOREIGN_FORM: "Skjemaet er utløpt eller kom ikke fra denne siden. Ingenting er gjort: Gå tilbake, last "
        "siden på nytt og prøv igjen.",
        Failure.NOT_ALLOWED: "Rollen din gir ikke tilgang til dette.",
        Failure.NOT_FOUND: "Det er ingenting her.",
        Failure.NOT_NOW: "Det er ikke mulig nå. Ingenting er endret.",
        Failure.TOO_LARGE: "Det du sendte, var for stort. Ingenting er gjort.",
        Failure.ELSEWHERE: "Denne siden nås ikke på den adressen.",
        Failure.TOO_MANY: "For mange forespørsler. Vent litt og prøv igjen.",
        Failure.DEFECT: "Noe gikk galt hos oss.",
        Failure.UNAVAILABLE: "Et system som trengs, svarer ikke. Prøv igjen senere.",
        Failure.NOT_NOTED: "Innsynet ditt kunne ikke loggføres. Derfor vises ingenting, og ingenting er gjort.",
    },
)
