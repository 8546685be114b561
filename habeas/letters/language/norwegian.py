"""The sentences of codes in Norwegian (bokmål)."""

from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.manual import Demand
from habeas.domain.right import Right
from habeas.domain.stop import Ended
from habeas.domain.treatment import ErasureGround

from .words import LetterWords

NORWEGIAN = LetterWords(
    code=Language.NORWEGIAN,
    rights={
        Right.CONFIRMATION: "bekreftelse på om vi behandler opplysninger om deg (GDPR art. 15 nr. 1)",
        Right.ACCESS: "innsyn i opplysningene om deg (GDPR art. 15)",
        Right.PORTABILITY: "opplysningene dine i en form du kan ta med deg (GDPR art. 20)",
        Right.ERASURE: "sletting av opplysningene om deg (GDPR art. 17)",
        Right.OBJECTION: "stans i markedsføring til deg (GDPR art. 21 nr. 2 og 3)",
        Right.WITHDRAWAL: "tilbaketrekking av samtykket ditt (GDPR art. 7 nr. 3)",
    },
    theirs={
        Right.CONFIRMATION: "bekreftelse på om opplysninger om vedkommende blir behandlet (GDPR art. 15 nr. 1)",
        Right.ACCESS: "innsyn i opplysningene om seg (GDPR art. 15)",
        Right.PORTABILITY: "opplysningene sine i en form som kan tas med videre (GDPR art. 20)",
        Right.ERASURE: "sletting av opplysningene om seg (GDPR art. 17)",
        Right.OBJECTION: "stans i markedsføring til seg (GDPR art. 21 nr. 2 og 3)",
        Right.WITHDRAWAL: "tilbaketrekking av samtykket sitt (GDPR art. 7 nr. 3)",
    },
    justifications={
        Justification.REJECTED: "Vi etterkommer ikke henvendelsen.",
        Justification.UNFOUNDED: "Vi mener at henvendelsen er åpenbart grunnløs (GDPR art. 12 nr. 5). Det er vi som må "
        "påvise det, og grunnlaget for det er dokumentert hos oss.",
        Justification.EXCESSIVE: "Vi mener at henvendelsen er åpenbart overdreven, særlig fordi den gjentar tidligere "
        "henvendelser (GDPR art. 12 nr. 5). Det er vi som må påvise det, og grunnlaget for det er dokumentert hos oss.",
        Justification.IDENTITY_FAILED: "Vi kan ikke fastslå at du er den henvendelsen gjelder (GDPR art. 11 nr. 2 og "
        "art. 12 nr. 2).",
        Justification.EXPRESSION: "Opplysningene er nødvendige for retten til ytrings- og informasjonsfrihet (GDPR "
        "art. 17 nr. 3 bokstav a).",
        Justification.LEGAL_OBLIGATION: "En lov pålegger oss å lagre opplysningene (GDPR art. 17 nr. 3 bokstav b).",
        Justification.PUBLIC_HEALTH: "Opplysningene er nødvendige av hensyn til allmennhetens interesse på området "
        "folkehelse (GDPR art. 17 nr. 3 bokstav c).",
        Justification.ARCHIVING: "Opplysningene er nødvendige for arkivformål i allmennhetens interesse, forskning "
        "eller statistikk (GDPR art. 17 nr. 3 bokstav d).",
        Justification.LEGAL_CLAIM: "Opplysningene er nødvendige for å fastsette, gjøre gjeldende eller forsvare "
        "rettskrav (GDPR art. 17 nr. 3 bokstav e).",
        Justification.OTHERS_RIGHTS: "Det ville gå ut over rettighetene og frihetene til andre personer, som også er "
        "med i det (GDPR art. 15 nr. 4 og art. 20 nr. 4).",
        Justification.IMPOSSIBLE: "Et system som har opplysningene, kunne ikke utføre det eller svarte ikke.",
        Justification.COMPLEXITY: "Henvendelsen er komplisert (GDPR art. 12 nr. 3).",
        Justification.VOLUME: "Antallet henvendelser er stort (GDPR art. 12 nr. 3).",
        Justification.DELAY: "Vi har ikke tatt en avgjørelse i tide.",
        Justification.IDENTITY_REQUIRED: "Vi hadde rimelig tvil om hvem som spør, og ba om det som kan fjerne tvilen "
        "(GDPR art. 12 nr. 6).",
        Justification.INFORMATION_REQUIRED: "Vi må vite mer presist hva henvendelsen din gjelder (GDPR "
        "fortalepunkt 63).",
    },
    circumstances={
        Circumstance.SHARED: "Andre personer er med i det, og rettighetene deres må vurderes først.",
        Circumstance.SOLE_OWNER: "Et arbeidsområde som andre bruker, ville stå uten eier.",
        Circumstance.SEVERAL_PEOPLE: "Vi kom fram til det gjennom et kjennetegn som flere personer deler.",
        Circumstance.RETAINED: "Det er låst, og det er ikke registrert når låsingen tar slutt.",
        Circumstance.NOT_YET: "Systemet kan ikke slette det ennå.",
        Circumstance.UNANSWERED: "Den som har opplysningene, har ikke fortalt oss hva som finnes, eller at det "
        "er slettet.",
    },
    ended={
        Ended.STOPPED: "Det er stanset. Vi har kontrollert det.",
        Ended.NOTHING: "Ut fra det du har oppgitt om deg selv, foregår det ikke noe der. Vi har kontrollert det.",
        Ended.ATTESTED: "Det er stanset for hånd, og en av oss har bekreftet det. Vi kunne ikke kontrollere det selv.",
        Ended.CANNOT: "Noe der bygger på samtykke, og systemet kan ikke stanse det selv: "
        "Personvernombudet vårt sørger for det.",
    },
    erasure_grounds={
        ErasureGround.NO_LONGER_NEEDED: "De er ikke lenger nødvendige for formålet de ble samlet inn for (GDPR art. "
        "17 nr. 1 bokstav a).",
        ErasureGround.WITHDRAWN: "Med kravet ditt er samtykket de bygget på, trukket tilbake (GDPR art. 17 nr. 1 "
        "bokstav b).",
        ErasureGround.OBJECTED: "Du protesterer mot det, og ingenting hos oss veier tyngre (GDPR art. 17 nr. 1 "
        "bokstav c).",
        ErasureGround.UNLAWFUL: "Det var ikke noe rettslig grunnlag for å ha dem (GDPR art. 17 nr. 1 bokstav d).",
        ErasureGround.OBLIGED: "En lov pålegger oss å slette dem (GDPR art. 17 nr. 1 bokstav e).",
        ErasureGround.CHILD: "De ble samlet inn fra et barn for en tjeneste på nettet (GDPR art. 17 nr. 1 bokstav f).",
    },
    doubts={
        Doubt.NOT_SIGNED_IN: "Du spurte uten å være logget inn.",
        Doubt.OTHER_ADDRESS: "Henvendelsen kom fra en adresse som ikke viser hvem som spør.",
        Doubt.ADDRESS_LOST: "Du har sagt at en adresse du har brukt, ikke lenger er din.",
        Doubt.SHARED_ADDRESS: "En adresse i henvendelsen kan være i bruk av flere personer.",
        Doubt.CONTRADICTION: "Noe av det vi har fått opplyst, stemmer ikke overens.",
        Doubt.REPRESENTATIVE: "Henvendelsen er gjort på vegne av en annen.",
    },
    rungs={
        Rung.SESSION: "Logg inn på kontoen din en gang til.",
        Rung.LINK: "Åpne engangslenken som vi sender til adressen henvendelsen gjelder.",
        Rung.EVIDENCE: "Vis oss noe som sier hvem du er, eller, hvis du spør for en annen, at du har rett til det. "
        "Dekk til alt som ikke trengs til det, for eksempel numre og bilder.",
    },
    demands={
        Demand.LOCATE: "Undersøk om dere har noe om denne personen, og oppgi hvor mye det er av hvert slag. Ikke "
        "endre eller slett noe ennå.",
        Demand.GIVE: "Undersøk om dere har noe om denne personen, oppgi hvor mye det er av hvert slag, og gi "
        "oss en kopi av det på denne siden. Ikke endre eller slett noe.",
        Demand.HOLD: "Ikke bruk det dere har om denne personen: Det kan hende at det må slettes. Ikke slett "
        "det ennå. Dere trenger ikke å svare.",
        Demand.RELEASE: "Det dere har om denne personen, skal likevel ikke slettes: Bruk det igjen som før. Dere "
        "trenger ikke å svare.",
        Demand.ERASE: "Slett det dere har om denne personen, også alle kopier, og oppgi på denne siden hvem som "
        "har gjort det, når det ble gjort, og hva som viser det.",
    },
)
