"""The page of whoever has a system without an API, in Norwegian."""

from .words import Choice, Owner

ERRORS = {
    "outcome": "Velg hvordan det er. Har dere sendt filer, finnes det noe.",
    "counts": "Skriv et tall for hvert slag, og mer enn 0 for minst ett.",
    "newest": "Skriv datoen for det nyeste, eller la den stå åpen. Den kan ikke være i framtiden.",
    "done_on": "Skriv hvilken dag det ble undersøkt eller gjort. Den kan ikke være i framtiden.",
    "by": "Skriv hvem som sier det: høyst 70 tegn.",
    "shown": "Skriv hva som viser det, eller hvorfor det ikke kan gjøres: 3 til 300 tegn.",
    "given": "Velg en PDF, et bilde, en ZIP eller en tekst på høyst 10 MiB. Vi tar imot fem av hvert slag "
    "opplysninger.",
    "category": "Velg hvilket slag opplysninger filen hører til.",
}
OWNER = Owner(
    title="En person spør om opplysninger som dere har",
    lead="Det gjelder {system}. Dere er spurt som: {role}. Hva vi ber dere om, står i brevet nedenfor.",
    person="Personen er kjent ved",
    until="Vi venter på svaret deres til",
    states={
        "asked": "Vi venter på svar fra dere.",
        "answered": "Vi har fått svaret deres.",
        "told": "Dere trenger ikke å svare.",
        "over": "Saken er over. Har dere noe å legge til, kan dere si det til personvernombudet.",
    },
    files="Filer",
    file="En fil",
    file_hint="En PDF, et bilde (JPEG eller PNG), en ZIP eller en tekst på høyst 10 MiB, og høyst fem av "
    "hvert slag opplysninger. Den forsegles når den kommer.",
    send_file="Send filen",
    answer="Svaret deres",
    what="Hvordan er det?",
    outcomes={
        "nothing": Choice(
            "Det finnes ingenting",
            "Vi har ingenting om denne personen i dette systemet, heller ikke i kopier.",
        ),
        "some": Choice(
            "Det finnes noe",
            "Oppgi nedenfor hvor mye det er av hvert slag. Ingenting er endret eller slettet.",
        ),
        "erased": Choice(
            "Det er slettet",
            "Alt som brevet nevner, er borte, og det er også kopiene våre av det.",
        ),
        "cannot": Choice(
            "Det kan vi ikke gjøre, eller ikke ennå",
            "Oppgi nedenfor hvorfor. Vi tar kontakt med dere.",
        ),
    },
    counts="Hvor mye det er, telt i brev, ark eller oppføringer",
    newest="{title}: datoen for det nyeste",
    done_on="Hvilken dag det ble undersøkt eller gjort",
    by="Hvem som sier det",
    shown="Hva som viser det, eller hvorfor det ikke kan gjøres",
    shown_hint="En liste, et arkivnummer eller lignende som dere finner det igjen med. Skriv ikke noe om personen.",
    submit="Gi svaret",
    done={"answered": "Vi har fått svaret deres. Takk.", "given": "Vi har fått filen."},
)
