"""The page in Norwegian (bokmål)."""

from habeas.domain.language import Language
from habeas.domain.processing import Basis, Exclusion, Origin, Role
from habeas.domain.recipient import RecipientKind, Safeguard
from habeas.domain.right import Right

from .country import NORWEGIAN as COUNTRIES
from .field import NORWEGIAN as FIELDS
from .words import Files, Forms, Headings, Sentences, Words

NORWEGIAN = Words(
    code=Language.NORWEGIAN,
    name="Norsk bokmål",
    languages="Språk",
    headings=Headings(
        title="Dine personopplysninger",
        overview="Hva du finner her",
        recipients="Hvem som har mottatt opplysninger om deg",
        withheld="Hva som ikke er med i denne kopien, og hvorfor",
        files="Hva hver fil er",
        rights="Hva du ellers bør vite",
        purpose="Hva de brukes til",
        basis="Hvorfor det er lov",
        origin="Hvor de kommer fra",
        kept="Hvor lenge de lagres",
        role="Hvem som bestemmer over dem",
        receivers="Hvem som kan motta dem",
        recipient="Mottaker",
        country="Land",
        what="Hva",
        ground="På hvilket grunnlag",
        last="Siste gang",
        safeguard="Hva som beskytter dem",
    ),
    sentences=Sentences(
        lead="Du ba om dem {date}, etter {right}. Her er de: hvilke opplysninger vi har om deg, hvorfor, hvor de "
        "kommer fra og hvor lenge de lagres.",
        keep_safe="Siden virker uten nett. Ta godt vare på den: Den handler om deg.",
        confirmed="Ja, vi behandler personopplysninger om deg.",
        nothing_reached="Vi har ingen opplysninger om deg som denne henvendelsen omfatter.",
        records="Antall oppføringer: {count}.",
        first_records="De første {shown} av {all} oppføringer.",
        first_files="De første {shown} av {all} filer. Alle står i manifest-sha256.txt.",
        disclosed="Ifølge vår oversikt er opplysninger om deg gitt til:",
        not_disclosed="Det er ikke registrert at opplysninger om deg er utlevert i noe enkelt tilfelle.",
        more_disclosed="Det er flere. Alle står i filen over utleveringer.",
        receiving="Hvem som mottar opplysningene vi har om deg, fordi de lagres hos dem eller tilhører dem:",
        possible="Hvem slike opplysninger kan gå til. Det er ikke registrert at dine har gjort det:",
        nobody="Ingen utenfor virksomheten vår",
        passages="{item}: {cut} av {of} avsnitt er klippet bort",
        cut_by="{item}: klippet av {by}",
        within_eea="Innenfor EØS: Personvernforordningen (GDPR) gjelder der",
        unprotected="Vi har ikke registrert noe overføringsgrunnlag som gjelder i dag for denne overføringen. Du kan "
        "spørre oss om den, protestere og klage.",
        elsewhere="der mottakeren er etablert",
        only_portable="Denne kopien inneholder det du kan ta med deg videre. Alle opplysninger vi har om deg, med "
        "mottakere og kilder, får du etter retten til innsyn (GDPR art. 15).",
        leads="er ledende tilsynsmyndighet for oss (GDPR art. 56)",
        case="Sak {case}. Sjekksummen (SHA-256) for hver av filene dine står i manifest-sha256.txt.",
        cut="… (hele teksten står i JSON-filen)",
    ),
    files=Files(
        page="denne siden, på hvert språk",
        table="opplysningene dine, for andre programmer (JSON)",
        schema="hva feltene i en JSON-fil er (JSON Schema)",
        own="dine egne filer, for eksempel opptak",
        package="hva hver fil er og hvor stor, for andre programmer (Data Package)",
        manifest="en liste over alle filene dine med sjekksum",
        tag_manifest="sjekksummene til filene rundt dem",
        bag="hva disse filene er til sammen: en pakke (BagIt), den som gjelder saken din",
        signature="signaturen vår: Med nøklene vi har offentliggjort, kan alle sjekke at ingenting er endret",
    ),
    forms=Forms(
        months=(
            "januar",
            "februar",
            "mars",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "desember",
        ),
        first_day="1",
        day="{day}. {month} {year}",
        moment="{date} kl. {hour}.{minute} UTC",
        comma=",",
        colon=": ",
        semicolon="; ",
        units=("GB", "MB", "kB", "byte"),
        yes="ja",
        no="nei",
    ),
    rights={
        Right.ACCESS: "retten til innsyn (GDPR art. 15)",
        Right.PORTABILITY: "retten til dataportabilitet (GDPR art. 20)",
    },
    bases={
        Basis.CONSENT: "Du har samtykket (GDPR art. 6 nr. 1 bokstav a)",
        Basis.CONTRACT: "Vi trenger dem for avtalen med deg (GDPR art. 6 nr. 1 bokstav b)",
        Basis.LEGAL_OBLIGATION: "En lov pålegger oss det (GDPR art. 6 nr. 1 bokstav c)",
        Basis.LEGITIMATE_INTEREST: "Vår berettigede interesse (GDPR art. 6 nr. 1 bokstav f)",
    },
    origins={
        Origin.PROVIDED: "Du ga oss dem",
        Origin.OBSERVED: "De ble registrert mens du brukte tjenesten",
        Origin.OBTAINED: "Vi fikk dem fra andre",
        Origin.INFERRED: "Vi sluttet oss til dem ut fra andre opplysninger",
    },
    roles={
        Role.CONTROLLER: "Vi",
        Role.JOINT: "Vi, sammen med kunden som vi lagrer dem for. Du kan spørre begge",
        Role.PROCESSOR: "Kunden som vi lagrer dem for",
    },
    kinds={
        RecipientKind.PROCESSOR: "behandler dem for oss",
        RecipientKind.RECIPIENT: "mottar dem til egne formål",
        RecipientKind.CONTROLLER: "bestemmer over dem, og vi lagrer dem på dens vegne",
    },
    safeguards={
        Safeguard.ADEQUACY: "Europakommisjonen har besluttet at landet gir tilstrekkelig vern (GDPR art. 45)",
        Safeguard.STANDARD_CONTRACTUAL_CLAUSES: "EUs standardkontrakter for det som forlater EØS "
        "(GDPR art. 46 nr. 2 bokstav c)",
        Safeguard.NOT_TRANSFERRED: "Ingenting går til enheten utenfor EØS så lenge du befinner deg i EØS, eller så "
        "lenge vi ikke vet hvor du er",
    },
    exclusions={
        Exclusion.OBTAINED: "Opplysningene er innhentet fra andre og ikke gitt av deg (GDPR art. 20 nr. 1)",
        Exclusion.INFERRED: "Opplysningene er utledet og ikke gitt av deg (GDPR art. 20 nr. 1)",
        Exclusion.LEGAL_OBLIGATION: "Opplysningene lagres etter en rettslig forpliktelse, ikke etter samtykke eller "
        "avtale (GDPR art. 20 nr. 1 bokstav a)",
        Exclusion.LEGITIMATE_INTEREST: "Opplysningene lagres etter en berettiget interesse, ikke etter samtykke eller "
        "avtale (GDPR art. 20 nr. 1 bokstav a)",
    },
    countries=COUNTRIES,
    fields=FIELDS,
    unknown_categories={"identifier": "Et kjennetegn som flere personer deler"},
)
