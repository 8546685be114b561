"""The page in Norwegian (bokmål)."""

from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.outcome import BACKUPS
from habeas.domain.own_store import CASE, EVIDENCE
from habeas.domain.plan import IDENTIFIER
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround

from .norwegian_outcome import COLUMNS, OUTCOMES
from .why import NORWEGIAN as WHYS
from .words import Forms, Headings, Sentences, Words

_MONTHS = "januar februar mars april mai juni juli august september oktober november desember"

NORWEGIAN = Words(
    code=Language.NORWEGIAN,
    headings=Headings(
        title="Attest",
        subtitle="Hva som ble av personopplysningene i én sak",
        case="Sak",
        moment="Gjelder",
        controller="Avgitt av",
        contact="Kontakt",
        right="Rettighet som ble brukt",
        received="Henvendelsen kom inn",
        plan="Godkjent plan (SHA-256 med salt)",
        summary="Kort fortalt",
        outcome="Utfall",
        items="Antall poster",
        outcomes="Hva som ble av hva",
        unproved="Hva dette ikke beviser",
        check="Slik kontrolleres den",
        key="Nøkkelen til signaturen",
        log="Logg",
        index="Post nummer, regnet fra 0",
        size="Poster i loggen",
        root="Loggens rot",
    ),
    sentences=Sentences(
        lead="{company} sier her hva som ble av personopplysningene denne saken gjelder: kategori for kategori, i "
        "hvert system.",
        moment="Attesten gjelder ett tidspunkt, {moment}, og ikke noe tidspunkt etter det.",
        erased="Slettet kalles bare det som var der, ble slettet og ikke ble funnet da systemet ble lest på nytt. Det "
        "som er maskert eller hashet, er der fortsatt: Det regnes som ikke slettet.",
        titles="Kategoriene har de navnene personen får oppgitt: «du» er personen saken gjelder.",
        nothing="Attesten nevner ingen kategori. Den sier ikke noe om noen opplysninger.",
        unproved="Attesten beviser ikke",
        nothing_else="at det ikke fantes noe annet: Den gjelder systemene og kategoriene den nevner, og ikke det ingen "
        "visste om;",
        copies="at andre som hadde kopier, har slettet sine;",
        later="at det er slik på noe senere tidspunkt, eller at ingenting er kommet inn igjen;",
        attested="at det en person bekrefter, stemmer: Ingen andre enn denne personen har sett det;",
        revoked="når den ble signert: Nøkkelen ble senere trukket tilbake, og bare loggen sier at attesten fantes før "
        "det;",
        truth="at den som signerte, snakket sant: Loggen viser at det ble sagt, og at det ikke er endret siden.",
        warning="Nøkkelen til denne attesten er trukket tilbake",
        revocation="Den ble trukket tilbake {date}, og registrert grunn er {reason}. Siden da beviser en signatur med "
        "den ingenting alene. Når denne ble laget, er ikke bevist: Bare loggen, der en annen nøkkel har signert "
        "kontrollpunktet, sier at attesten fantes før det.",
        page="Det som gjelder, er den signerte filen certificate.jws. Denne siden sier det samme med ord og er ikke "
        "signert.",
        command="Denne kommandoen kontrollerer den, uten nett. Beviset, certificate.tlog-proof, og nøklene, jwks.json, "
        "må ligge ved siden av:",
        keys="Hent nøklene fra adressen der {company} offentliggjør dem, og ikke fra stedet der filen lå: Med en "
        "forfalsket attest følger nøkler som passer til den. Spør {contact} hvor det er.",
        keep="Ta vare på loggens størrelse og rot. En senere logg som ikke stemmer med dem, er endret.",
        person="Attesten nevner ingen ved navn. Den som har fått saltet til den, kan vise hvem den handler om.",
        since="{key}, siden {begins}",
        between="{key}, fra {begins} til {ends}",
    ),
    forms=Forms(
        months=tuple(_MONTHS.split()),
        first_day="1",
        day="{day}. {month} {year}",
        moment="{date} kl. {hour}.{minute}, {zone} (UTC{offset})",
        thousands="\u00a0",
    ),
    outcomes=OUTCOMES,
    columns=COLUMNS,
    rights={
        Right.ACCESS: "innsyn (GDPR art. 15)",
        Right.ERASURE: "sletting (GDPR art. 17)",
        Right.PORTABILITY: "dataportabilitet (GDPR art. 20)",
    },
    erasure_grounds={
        ErasureGround.NO_LONGER_NEEDED: "Ikke lenger nødvendig for formålet med innsamlingen (GDPR art. 17 nr. 1 "
        "bokstav a)",
        ErasureGround.WITHDRAWN: "Samtykket det bygget på, er trukket tilbake (GDPR art. 17 nr. 1 bokstav b)",
        ErasureGround.OBJECTED: "Personen protesterte, og ingenting veier tyngre (GDPR art. 17 nr. 1 bokstav c)",
        ErasureGround.UNLAWFUL: "Det var ikke noe rettslig grunnlag for å ha det (GDPR art. 17 nr. 1 bokstav d)",
        ErasureGround.OBLIGED: "En lov pålegger å slette det (GDPR art. 17 nr. 1 bokstav e)",
        ErasureGround.CHILD: "Samlet inn fra et barn for en tjeneste på nettet (GDPR art. 17 nr. 1 bokstav f)",
    },
    exceptions={
        Justification.UNFOUNDED: "Kravet var åpenbart grunnløst (GDPR art. 12 nr. 5)",
        Justification.EXCESSIVE: "Kravet var åpenbart overdrevent (GDPR art. 12 nr. 5)",
        Justification.IDENTITY_FAILED: "Det ble ikke vist at den som spurte, er personen det gjelder (GDPR art. 11 nr. "
        "2 og art. 12 nr. 2)",
        Justification.EXPRESSION: "Ytrings- og informasjonsfrihet (GDPR art. 17 nr. 3 bokstav a)",
        Justification.LEGAL_OBLIGATION: "Rettslig forpliktelse (GDPR art. 17 nr. 3 bokstav b)",
        Justification.PUBLIC_HEALTH: "Allmennhetens interesse på området folkehelse (GDPR art. 17 nr. 3 bokstav c)",
        Justification.ARCHIVING: "Arkiv i allmennhetens interesse, forskning eller statistikk (GDPR art. 17 nr. 3 "
        "bokstav d)",
        Justification.LEGAL_CLAIM: "Rettskrav (GDPR art. 17 nr. 3 bokstav e)",
        Justification.OTHERS_RIGHTS: "Rettighetene og frihetene til andre personer som er med i det (GDPR art. 15 nr. "
        "4 og art. 20 nr. 4)",
    },
    whys=WHYS,
    kept_by="Beholdt etter avgjørelse av {by}",
    unknown_categories={
        IDENTIFIER: "Et kjennetegn som flere personer deler",
        BACKUPS: "Sikkerhetskopier av systemet",
        CASE: "Meldingene og filene i denne saken, som er forseglet",
        EVIDENCE: "Bevis fra denne saken",
    },
)
