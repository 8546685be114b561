"""Reasons of outcomes and plans: the domain says them in English, and here they are in the other languages.

What the domain says is in `habeas/domain/outcome.py` and `habeas/domain/plan.py`.
"""

from habeas.domain.manual import NOT_AWAITED, UNANSWERED

KEPT_BY = "kept by decision of "
"""The beginning of the one that says who decided."""

# English: Norwegian, French
_WHYS = {
    "no test is named that its anonymisation has passed: it counts as not erased": (
        "Det er ikke oppgitt noen prøve som anonymiseringen har bestått: Det regnes som ikke slettet",
        "Aucun test que l'anonymisation ait réussi n'est indiqué : l'élément est compté comme non effacé",
    ),
    "it was erased, and is still there": (
        "Det ble slettet, og er der likevel",
        "L'élément a été effacé, et il est toujours là",
    ),
    "it was public: others may have copies (GDPR art. 17(2))": (
        "Det var offentlig: Andre kan ha kopier (GDPR art. 17 nr. 2)",
        "L'élément était public : d'autres peuvent en avoir des copies (RGPD art. 17, § 2)",
    ),
    "who got it is still to be told (GDPR art. 19)": (
        "Mottakeren har ennå ikke fått beskjed (GDPR art. 19)",
        "Le destinataire reste à informer (RGPD art. 19)",
    ),
    "until when backups are kept is not known": (
        "Det er ikke kjent hvor lenge sikkerhetskopiene lagres",
        "La durée de conservation des sauvegardes n'est pas connue",
    ),
    "other people appear in it": (
        "Andre personer er med i det",
        "D'autres personnes y figurent",
    ),
    "a customer's workspace would have no owner left": (
        "Arbeidsområdet til en kunde ville stå uten eier",
        "L'espace de travail d'un client resterait sans propriétaire",
    ),
    "it is locked, and no end date of the lock is recorded": (
        "Det er låst, og det er ikke registrert når låsingen tar slutt",
        "L'élément est verrouillé, et aucune date de fin du verrou n'est enregistrée",
    ),
    "an identifier is tied to more than one person: say whether it is this person's": (
        "Et kjennetegn er knyttet til flere personer: Det må avgjøres om det er denne personens",
        "Un identifiant est lié à plusieurs personnes : il reste à dire s'il est celui de cette personne",
    ),
    "its system cannot erase it yet, and does not say when it can": (
        "Systemet kan ikke slette det ennå, og sier ikke når det kan",
        "Le système ne peut pas encore l'effacer, et ne dit pas quand il le pourra",
    ),
    "other people appear in it: its controller decides, knowing when the person does": (
        "Andre personer er med i det: Den behandlingsansvarlige avgjør, og vet når personen er med",
        "D'autres personnes y figurent : son responsable en décide, en sachant quand la personne y figure",
    ),
    "its controller has instructed to erase it as a whole, with what it shows of others": (
        "Den behandlingsansvarlige har gitt instruks om å slette det i sin helhet, med det som viser andre",
        "Son responsable a donné l'instruction de l'effacer en entier, avec ce qui montre d'autres personnes",
    ),
    "its controller has recorded no instruction (GDPR art. 28(3)(a))": (
        "Den behandlingsansvarlige har ikke registrert noen instruks (GDPR art. 28 nr. 3 bokstav a)",
        "Son responsable n'a enregistré aucune instruction (RGPD art. 28, § 3, a)",
    ),
    "it is no part of what the controllers of the rest have instructed": (
        "Det hører ikke med til det de behandlingsansvarlige for resten har gitt instruks om",
        "L'élément ne fait pas partie de ce que les responsables du reste ont ordonné",
    ),
    "kept until its ground ends (GDPR art. 17(3))": (
        "Lagres til grunnlaget faller bort (GDPR art. 17 nr. 3)",
        "Conservé jusqu'à ce que son motif prenne fin (RGPD art. 17, § 3)",
    ),
    "the person asked for it (GDPR art. 17(1))": (
        "Personen ba om det (GDPR art. 17 nr. 1)",
        "La personne l'a demandé (RGPD art. 17, § 1)",
    ),
    NOT_AWAITED: (
        "Personen ba om det (GDPR art. 17 nr. 1). Den som har det, legger det til side, sletter det for hånd og "
        "sier fra",
        "La personne l'a demandé (RGPD art. 17, § 1). Qui le détient le met de côté, l'efface à la main, et le dit",
    ),
    UNANSWERED: (
        "Den som har det, har ikke sagt hva som finnes, eller at det er slettet",
        "Qui le détient n'a pas dit ce qu'il y a, ni que cela a été effacé",
    ),
}

NORWEGIAN = {why: words[0] for why, words in _WHYS.items()}
FRENCH = {why: words[1] for why, words in _WHYS.items()}
ENGLISH = {why: why[0].upper() + why[1:] for why in _WHYS}
