"""The outcomes in Norwegian (bokmål), and the columns of their tables."""

from habeas.domain.outcome import Became

from ..column import Column
from .words import OutcomeWords

OUTCOMES = {
    Became.ERASED: OutcomeWords(
        "Slettet, og borte ved etterkontroll",
        "Det var der, det ble slettet, og da systemet ble lest på nytt etterpå, fantes ingenting av det. Opplysninger "
        "som er maskert, hashet eller erstattet med en kode, regnes som ikke slettet og står aldri her.",
    ),
    Became.ALREADY_ABSENT: OutcomeWords(
        "Fantes ikke fra før",
        "Det ble lett etter det, og ingenting av det ble funnet, verken før slettingen eller etter den. Ingenting av "
        "det ble altså slettet. Om det har vært der tidligere, sies det ikke noe om.",
    ),
    Became.ANONYMISED: OutcomeWords(
        "Anonymisert",
        "Det ble ikke slettet: Det er der fortsatt, i en form som har bestått prøven som er oppgitt her. At ingen kan "
        "gjenkjennes i det, bygger på den prøven. Maskering eller hashing alene er ingen anonymisering.",
    ),
    Became.RETAINED: OutcomeWords(
        "Beholdt",
        "Det ble ikke slettet og er der fortsatt. Det lagres på grunnlaget som er oppgitt her, til dagen som er "
        "oppgitt her (GDPR art. 17 nr. 3). At det blir slettet da, er ikke bevist med denne attesten.",
    ),
    Became.REFERRED: OutcomeWords(
        "Henvist til den behandlingsansvarlige som bestemmer",
        "Det ble ikke slettet. Den behandlingsansvarlige som er oppgitt her, bestemmer over det, og det er overlatt "
        "til denne. Hva den behandlingsansvarlige avgjør eller har avgjort, sies det ikke noe om.",
    ),
    Became.UNDECIDED: OutcomeWords(
        "Uavgjort",
        "Det regnes som ikke slettet. Av grunnen som er oppgitt her, er ingenting endelig avgjort om det. Det er "
        "verken et avslag eller en beslutning om å beholde det.",
    ),
    Became.INACCESSIBLE: OutcomeWords(
        "Utilgjengelig: Nøkkelen er ødelagt",
        "Det var lagret kryptert, og nøkkelen som åpner det, er ødelagt. De krypterte opplysningene ble ikke slettet "
        "og kan fortsatt være der. At ingen kan lese dem, bygger på krypteringen og på at nøkkelen ikke finnes i flere "
        "eksemplarer.",
    ),
    Became.IN_BACKUP: OutcomeWords(
        "Kan fortsatt være i sikkerhetskopier",
        "Sikkerhetskopier av systemet kan fortsatt inneholde det som ble slettet fra det, til dagen som er oppgitt "
        "her. Der ingen dag er oppgitt, er det ikke kjent hvor lenge. Sikkerhetskopiene ble ikke lest, og innholdet i "
        "dem ble ikke talt opp.",
    ),
    Became.NOTIFIED: OutcomeWords(
        "Mottakere som har fått beskjed",
        "Mottakeren som er oppgitt her, hadde mottatt opplysningene og fikk beskjed om slettingen (GDPR art. 19). Om "
        "mottakeren har slettet sin kopi, er ikke kontrollert.",
    ),
    Became.OUTSIDE_REACH: OutcomeWords(
        "Kopier utenfor vår rekkevidde",
        "Andre har en kopi, eller kan ha en, som ikke kan nås fra systemene som er nevnt her. Den er ikke slettet der, "
        "og på tidspunktet for attesten hadde de ennå ikke fått beskjed.",
    ),
    Became.ATTESTED: OutcomeWords(
        "Bekreftet av en person, ikke kontrollert",
        "En person sier at det ble slettet for hånd. Systemet ble ikke lest på nytt: At det er borte, bygger bare på "
        "det denne personen sier, og det regnes ikke med i det som her kalles slettet.",
    ),
    Became.REFUSED: OutcomeWords(
        "Avslått",
        "For disse opplysningene ble kravet avslått, av grunnen som er oppgitt her. De ble ikke slettet.",
    ),
}
COLUMNS = {
    Column.SYSTEM: "System",
    Column.CATEGORY: "Kategori",
    Column.COUNT: "Funnet",
    Column.LEFT: "Igjen ved etterkontroll",
    Column.ERASED_ON: "Grunnlag for slettingen",
    Column.CONTROLLER: "Behandlingsansvarlig",
    Column.RECIPIENT: "Mottaker",
    Column.GROUND: "Grunnlag",
    Column.EXCEPTION: "Unntak",
    Column.UNTIL: "Til",
    Column.TEST: "Prøve",
    Column.WHY: "Grunn",
}
