"""The names of codes in Norwegian (bokmål): states, reasons, kinds; and what a case says in sentences of its own."""

from habeas.console.web.dpo.dossier import Trouble
from habeas.console.web.dpo.inbox import Urgency
from habeas.console.web.dpo.timeline import Happened
from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.name import MAIL, REGISTER
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround
from habeas.domain.update import Directive

URGENCIES = {
    Urgency.LATE: "over fristen",
    Urgency.TODAY: "må avgjøres i dag",
    Urgency.SOON: "frist innen en uke",
    Urgency.LATER: "frist senere",
    Urgency.ANSWERED: "besvart, venter på en behandlingsansvarlig",
}

STATES = {
    CaseState.RECEIVED: "mottatt",
    CaseState.IDENTITY: "venter på å vite hvem som spør",
    CaseState.PLANNING: "spør systemene",
    CaseState.AWAITING_DECISION: "venter på din avgjørelse",
    CaseState.CARRYING_OUT: "blir gjennomført",
    CaseState.ANSWERING: "gir personen svar",
    CaseState.WAITING_FOR_CONTROLLER: "venter på en behandlingsansvarlig",
    CaseState.WAITING_FOR_DAY: "venter på en dato",
    CaseState.NEEDS_ATTENTION: "står fast, trenger noen",
    CaseState.LOCATED: "bekreftet hva som er registrert",
    CaseState.READY: "kopien er klar",
    CaseState.ERASED: "slettet",
    CaseState.ERASED_WITH_OPEN_STEPS: "slettet, noen trinn gjenstår",
    CaseState.NOTHING_CHANGED: "ingenting endret",
    CaseState.ALL_RETAINED: "alt beholdt",
    CaseState.REFUSED: "avslått",
    CaseState.NOT_IDENTIFIED: "ikke identifisert",
    CaseState.NO_DATA: "ingen opplysninger registrert",
    CaseState.STOPPED: "stanset",
}

STANDINGS = {
    CaseState.RECEIVED: "Saken er nettopp kommet og blir sett på.",
    CaseState.IDENTITY: "Ingenting blir gjort før det er kjent hvem som spør.",
    CaseState.PLANNING: "Systemene blir spurt om hva de har. Saken går videre av seg selv.",
    CaseState.AWAITING_DECISION: "Ingenting er endret. Saken venter på at et personvernombud tar en avgjørelse.",
    CaseState.CARRYING_OUT: "Saken blir gjennomført. Den går videre av seg selv.",
    CaseState.ANSWERING: "Saken er gjennomført eller avsluttet, og personen får beskjed.",
    CaseState.WAITING_FOR_CONTROLLER: "Vår egen del er ferdig. Saken venter på instruks fra en annen "
    "behandlingsansvarlig.",
    CaseState.WAITING_FOR_DAY: "Det som kan slettes, er slettet, og personen har fått beskjed. Resten slettes "
    "på datoen som er oppgitt.",
    CaseState.NEEDS_ATTENTION: "Saken kan ikke gå videre uten at noen griper inn. Ingenting er tapt.",
    CaseState.LOCATED: "Det er slått opp hva som er registrert.",
    CaseState.READY: "Kopien er klar for personen.",
    CaseState.ERASED: "Alt planen sletter, er slettet og bekreftet ved å spørre på nytt.",
    CaseState.ERASED_WITH_OPEN_STEPS: "Det planen sletter, er slettet og bekreftet. Noen trinn gjenstår.",
    CaseState.NOTHING_CHANGED: "Ingenting ble endret i noe system.",
    CaseState.ALL_RETAINED: "Ingenting kunne slettes: Alt blir værende, hver del på sitt grunnlag.",
    CaseState.REFUSED: "Henvendelsen ble avslått. Ingenting ble endret i noe system.",
    CaseState.NOT_IDENTIFIED: "Ingen viste at det er personen selv som spør. Ingenting ble endret i noe system.",
    CaseState.NO_DATA: "Ingen systemer har noe om denne personen.",
    CaseState.STOPPED: "Det som skulle stanses, er stanset, og er kontrollert.",
}

RIGHTS = {
    Right.CONFIRMATION: "Bekreftelse (GDPR art. 15 nr. 1)",
    Right.ACCESS: "Innsyn (GDPR art. 15)",
    Right.PORTABILITY: "Dataportabilitet (GDPR art. 20)",
    Right.ERASURE: "Sletting (GDPR art. 17)",
    Right.OBJECTION: "Protest mot markedsføring (GDPR art. 21 nr. 3)",
    Right.WITHDRAWAL: "Tilbaketrekking av samtykke (GDPR art. 7 nr. 3)",
}

DISPOSITIONS = {
    Disposition.DECIDE: "Ikke avgjort",
    Disposition.ERASE: "Slettes",
    Disposition.ANONYMISE: "Anonymiseres",
    Disposition.RETAIN: "Beholdes",
    Disposition.REFER: "Henvist til den behandlingsansvarlige",
}

DISPOSITION_LEADS = {
    Disposition.DECIDE: "Noen må ta stilling til det. Til da blir det som det er, og personen får vite det.",
    Disposition.ERASE: "Personen har bedt om det (GDPR art. 17 nr. 1).",
    Disposition.ANONYMISE: "Det kan ikke knyttes til noen etterpå.",
    Disposition.RETAIN: "Det blir værende til den oppgitte datoen (GDPR art. 17 nr. 3), og blir så slettet.",
    Disposition.REFER: "Det tilhører en annen behandlingsansvarlig, som bestemmer over det (GDPR art. 28 nr. 3 "
    "bokstav a).",
}

ERASURE_GROUNDS = {
    ErasureGround.NO_LONGER_NEEDED: "ikke lenger nødvendig (GDPR art. 17 nr. 1 bokstav a)",
    ErasureGround.WITHDRAWN: "samtykket er trukket tilbake (GDPR art. 17 nr. 1 bokstav b)",
    ErasureGround.OBJECTED: "protestert mot (GDPR art. 17 nr. 1 bokstav c)",
    ErasureGround.UNLAWFUL: "uten grunnlag i protokollen (GDPR art. 17 nr. 1 bokstav d)",
    ErasureGround.OBLIGED: "en lov pålegger oss å slette det (GDPR art. 17 nr. 1 bokstav e)",
    ErasureGround.CHILD: "samlet inn fra et barn (GDPR art. 17 nr. 1 bokstav f)",
}

CIRCUMSTANCES = {
    Circumstance.SHARED: "andre personer er med i det",
    Circumstance.SOLE_OWNER: "en kundes arbeidsområde ville stå uten eier",
    Circumstance.SEVERAL_PEOPLE: "et kjennetegn fører til flere personer: si hvem det tilhører",
    Circumstance.RETAINED: "en lov eller en lås beholder det",
    Circumstance.NOT_YET: "systemet kan ikke slette det ennå",
    Circumstance.UNANSWERED: "den som har det, har ikke svart",
}

JUSTIFICATIONS = {
    Justification.REJECTED: "avvist",
    Justification.UNFOUNDED: "åpenbart grunnløs (GDPR art. 12 nr. 5)",
    Justification.EXCESSIVE: "overdreven, særlig fordi den gjentas (GDPR art. 12 nr. 5)",
    Justification.IDENTITY_FAILED: "det kan ikke fastslås hvem som spør (GDPR art. 11 nr. 2 og art. 12 nr. 2)",
    Justification.EXPRESSION: "ytrings- og informasjonsfrihet (GDPR art. 17 nr. 3 bokstav a)",
    Justification.LEGAL_OBLIGATION: "en lov pålegger oss å beholde det (GDPR art. 17 nr. 3 bokstav b)",
    Justification.PUBLIC_HEALTH: "folkehelse (GDPR art. 17 nr. 3 bokstav c)",
    Justification.ARCHIVING: "arkiv, forskning eller statistikk i allmennhetens interesse (GDPR art. 17 nr. 3 bokstav "
    "d)",
    Justification.LEGAL_CLAIM: "rettskrav (GDPR art. 17 nr. 3 bokstav e)",
    Justification.OTHERS_RIGHTS: "andres rettigheter (GDPR art. 15 nr. 4 og art. 20 nr. 4)",
    Justification.IMPOSSIBLE: "det kan ikke gjennomføres",
    Justification.COMPLEXITY: "henvendelsen er komplisert (GDPR art. 12 nr. 3)",
    Justification.VOLUME: "det er mange henvendelser (GDPR art. 12 nr. 3)",
    Justification.DELAY: "det er forsinket",
    Justification.IDENTITY_REQUIRED: "det må vises hvem som spør (GDPR art. 12 nr. 6)",
    Justification.INFORMATION_REQUIRED: "det må være klart hva det bes om (fortalepunkt 63)",
}

RUNGS = {
    Rung.SESSION: "logget inn på kontoen på nytt",
    Rung.LINK: "åpnet en engangslenke som ble sendt til den registrerte adressen",
    Rung.EVIDENCE: "viste noe som en av oss så på",
}

DOUBTS = {
    Doubt.NOT_SIGNED_IN: "vedkommende spurte uten å være logget inn",
    Doubt.OTHER_ADDRESS: "det kom fra en adresse som ikke er registrert",
    Doubt.ADDRESS_LOST: "vedkommende sier at den registrerte adressen ikke lenger er i bruk",
    Doubt.SHARED_ADDRESS: "adressen fører til opplysninger om flere personer",
    Doubt.CONTRADICTION: "det som ble sagt, stemmer ikke med det som er registrert",
    Doubt.REPRESENTATIVE: "noen spør på vegne av en annen",
}

DIRECTIVES = {
    Directive.ERASE: "slett opplysningene",
    Directive.ERASE_SHARED: "slett opplysningene, også opptakene som viser andre",
    Directive.GIVE: "gi personen opptakene som viser andre",
    Directive.WITHHOLD: "ikke gi personen opptakene som viser andre",
    Directive.ATTACH: "ta med det som er klippet for hånd, i kopien i stedet for et opptak",
    Directive.LEAVE: "la dem være: Den svarer personen selv",
}

REFERRAL_STATES = {
    ReferralState.STANDING: "en stående instruks var registrert",
    ReferralState.ASKED: "spurt, ikke noe svar ennå",
    ReferralState.INSTRUCTED: "har gitt oss instruks",
    ReferralState.LEFT: "svarer personen selv",
    ReferralState.SILENT: "svarte ikke i tide",
    ReferralState.NOT_DONE: "instruksen ble ikke gjennomført",
    ReferralState.DONE: "gjennomført, og dokumentasjonen er levert",
}

LETTERS = {
    LetterKind.RECEIPT: "bekreftelse på mottak",
    LetterKind.IDENTITY: "spørsmål om hvem som spør",
    LetterKind.CLARIFICATION: "spørsmål til personen",
    LetterKind.REFERRED: "hvem andre som bestemmer",
    LetterKind.EXTENSION: "mer tid",
    LetterKind.ANSWER: "svar",
    LetterKind.NO_DATA: "vi har ingen opplysninger",
    LetterKind.DONE: "hva som er slettet",
    LetterKind.STOPPED: "hva som er stanset",
    LetterKind.REFUSAL: "avslag",
    LetterKind.NOT_IDENTIFIED: "personen er ikke identifisert",
    LetterKind.UNANSWERED: "hvorfor det ikke foreligger noe svar",
    LetterKind.HAND_OVER: "overlevering til en behandlingsansvarlig",
    LetterKind.HAND_OVER_REMINDER: "påminnelse til en behandlingsansvarlig",
    LetterKind.HAND_OVER_RESULT: "dokumentasjon til en behandlingsansvarlig",
    LetterKind.CERTIFICATE: "attest ved kontraktens slutt",
    LetterKind.OWNER_ASKED: "henvendelse til den som har et system",
    LetterKind.OWNER_REMINDER: "påminnelse til den som har et system",
    LetterKind.OWNER_TOLD: "beskjed til den som har et system",
    LetterKind.OWNER_SILENT: "den som har et system, svarer ikke",
    LetterKind.ESCALATION: "en frist nærmer seg",
    LetterKind.DECISION: "avgjørelse i dag",
    LetterKind.BREACH: "et brudd som skal meldes innen 72 timer",
}

ADDRESSEES = {
    Addressee.SUBJECT: "personen",
    Addressee.AGENT: "den som opptrer for personen",
    Addressee.CONTROLLER: "den behandlingsansvarlige",
    Addressee.OWNER: "den som har et system",
    Addressee.DPO: "personvernombudet",
}

HAPPENED = {
    Happened.RECEIVED: "Henvendelsen kom.",
    Happened.OPENED: "Saken ble opprettet.",
    Happened.IDENTITY_ASKED: "Personen ble bedt om å vise hvem det er.",
    Happened.IDENTITY_SHOWN: "Det ble vist hvem som spør.",
    Happened.QUESTION_ASKED: "Personen fikk et spørsmål.",
    Happened.QUESTION_ANSWERED: "Personen svarte.",
    Happened.LETTER: "Et brev ble skrevet:",
    Happened.REFERRED: "Opplysninger ble henvist til en behandlingsansvarlig:",
    Happened.APPROVED: "Planen ble godkjent.",
    Happened.ENGAGED: "Det første systemet ble endret.",
    Happened.CLOSED: "Saken ble avsluttet.",
}

TROUBLES = {
    Trouble.AWAY: "Saken svarer ikke akkurat nå. Dette er det registeret har om den. Prøv igjen senere.",
    Trouble.LOST: "Temporal har ikke saken lenger. Ingenting er tapt: Den som drifter løsningen, lar den gå videre med "
    "habeas resume. Dette er det registeret har om den.",
}

CHANNELS = {
    "mail": "e-post",
    "post": "posten",
    "telephone": "telefon",
    "support": "kundestøtte",
    "other": "en annen måte",
}

KINDS = {
    "email": "e-postadresse",
    "account_id": "konto",
    "participant_id": "deltakelse",
    "stripe_customer": "kunde hos Stripe",
    "stripe_organisation": "virksomhet hos Stripe",
    "stripe_payment_method": "betalingsmåte hos Stripe",
    "enrichment_id": "innhentet oppføring",
    "cookie_id": "id i en nettlesers informasjonskapsel",
    "marketing_contact": "markedsføringskontakt",
}

HOUSE = {MAIL: "Brev", REGISTER: "Registeret"}

SAYINGS = {
    "NO_PLAN": "Det er ingen plan å ta stilling til: Saken står ved «{state}».",
    "BEING_MADE": "Planen lages på nytt: Se på den, og ta så en avgjørelse.",
    "APPROVED": "Den er allerede godkjent av {by}.",
    "TOO_LATE": "Slettingen har begynt: Den kan ikke gjøres om, og gjennomføres til slutt.",
    "CANCELLED": "Saken blir allerede avbrutt.",
    "NOTHING_WAITS": "Ingenting venter på å bli prøvd igjen.",
    "NOT_STUCK": "Ingen trinn står fast i det systemet: Bare et trinn som står fast etter godkjenning, kan bekreftes.",
    "NOT_BY_HAND": "En kopi kan ikke lages for hånd: Få systemet i orden og prøv igjen, eller avbryt.",
    "OTHER_DIGEST": "Planen er endret i mellomtiden: Se på den på nytt, og godkjenn den så.",
    "OWN_CASE": "Du opprettet denne saken, og ingen godkjenner sin egen sak her: Spør en kollega.",
    "STOPS": "Noe i planen må avgjøres først: {keys}. Prøv så igjen, slik at det lages en ny plan.",
    "NO_HOLDING": "Planen har ikke lenger det du valgte: Se på den på nytt.",
    "NO_FUTURE": "Det som beholdes, må ha en sluttdato fram i tid.",
    "NO_EXCEPTION": "Det er ikke et unntak fra sletting (GDPR art. 17 nr. 3): Velg et som er det.",
    "NOT_IN_DOUBT": "Det er ikke lenger tvil om det kjennetegnet.",
    "CLOSING": "Saken blir avsluttet: Utfallet er kjent.",
    "NOT_IDENTIFIED": "Ingenting avgjøres før det er kjent hvem som spør: Bekreft det først.",
    "IDENTIFIED": "Det er allerede bekreftet hvem som spør.",
    "TOO_LATE_TO_ASK": "Det er for sent å spørre personen: Saken står ved «{state}».",
    "UNDER_WAY": "Saken blir gjennomført: Avbryt den, eller la den bli ferdig.",
    "NOTHING_LEFT": "Det er ingenting igjen å avgjøre: Personen får eller har fått svar.",
    "NOTHING_TO_HOLD_BACK": "Det er ingenting igjen å holde tilbake: Vår egen del er ferdig.",
    "MORE_THAN_NEEDED": "Det ber om mer enn denne tvilen krever (GDPR art. 12 nr. 6 og art. 5 nr. 1 bokstav c): Be om "
    "mindre.",
    "LESS_THAN_ASKED": "Det er mindre enn det som ble bedt om: {asked}.",
    "NO_QUESTION": "Det er ikke noe ubesvart spørsmål til personen.",
    "NO_CONTROLLER": "Ingenting er henvist til den behandlingsansvarlige, eller den har allerede gitt instruks.",
    "NO_RECORDING": "Denne behandlingsansvarlige er ikke spurt om noe opptak med det navnet.",
    "NOTHING_ATTACHED": "En instruks om å ta med det som er klippet for hånd, kommer med filen, og ingen "
    "annen gjør det: Se siden for det.",
    "NOT_WHAT_IS_ASKED": "Det passer ikke til det personen ber om: En kopi gis eller holdes tilbake, "
    "opplysninger slettes eller blir stående.",
    "NO_REASON_FOR_MORE_TIME": "Mer tid krever én av to grunner: Henvendelsen er komplisert, eller det er mange.",
    "EXTENDED": "Fristen er allerede forlenget: Det er mulig én gang.",
    "NO_TIME_LEFT": "Fristen er ute: Etter det kan den ikke forlenges (GDPR art. 12 nr. 3).",
    "AT_ONCE": "Ingen avgjør dette: Det virker straks (GDPR art. 21 nr. 3 og 7 nr. 3).",
    "ANSWERED": "Personen har allerede fått svar.",
    "NO_CODE": "Et avslag krever en av grunnene i loven.",
    "NO_EVIDENCE": "Den som avslår noe som grunnløst eller overdrevent, må påvise det (GDPR art. 12 nr. 5): Oppgi hvor "
    "det er arkivert.",
    "STANDS_STILL": "Saken er stilt i bero: La den gå videre først.",
    "STANDS_STILL_ALREADY": "Saken er allerede stilt i bero.",
    "LATER": "Resten kan slettes fra {day}, og slettes da.",
    "GOES_ON": "Saken er ikke stilt i bero.",
    "DUE_SOON": "Svarfristen er nær.",
    "LATE": "Slettingen er forsinket: Den skal skje uten ugrunnet opphold (GDPR art. 17 nr. 1).",
    "UNANSWERED": "Fristen gikk ut uten svar: Personen fikk vite hvorfor.",
    "NO_ADDRESS": "Det er ikke registrert noen adresse for {controller}: Overlever på en annen måte.",
    "NOT_HANDED_OVER": "Brevet til {controller} ble ikke sendt: Overlever på en annen måte.",
    "LETTER_NOT_SENT": "Et brev ble ikke sendt: {letter}.",
    "NOT_TOLD_IN_TIME": "Personen kunne ikke få beskjed i tide, og uten det blir det ikke mer tid.",
    "UNSIGNED": "En godkjenning må signeres, og det ble ikke denne.",
    "SECOND": "Enda en person må godkjenne: {by} har godkjent.",
    "TURN": "En annen sak for samme person, som går først: {case}.",
    "OWNERS": "svaret fra den som har: {system}",
    "OWNER_LATE": "{system}: Den som har det, er minnet på det og svarer ikke.",
    "OWNER_SILENT": "{system}: Den som har det, svarte ikke i tide. Det som mangler, blir stående åpent.",
    "OWNER_DECLINED": "{system}: Den som har det, sier at det ikke kan gjøres. Se på det.",
    "OWNER_UNREACHED": "{system}: Brevet til den som har det, ble ikke sendt. Nå dem på annen måte.",
    "OWNER_TOO_LATE": "{system}: Den som har det, svarte for sent. Se etter på nytt hvis det ennå er tid.",
    "CONTROLLERS": "Instrukser fra andre behandlingsansvarlige.",
    "SAME_PERSON": "Du har allerede godkjent denne planen: Den venter på en annen.",
    "OTHER_PLAN": "En annen plan er kommet i stedet: Se på den, og godkjenn på nytt.",
    "UNKNOWN_KEY": "Registeret kjenner ikke nøkkelen i ditt navn: Be den som drifter løsningen, om å gjøre den kjent.",
    "REVOKED_KEY": "Nøkkelen din er trukket tilbake: Spør den som drifter løsningen.",
    "DOES_NOT_COUNT": "Registeret godtok ikke signaturen: Spør den som drifter løsningen.",
    "NOT_OPENED": "Ingen har åpnet lenken som ble sendt til den registrerte adressen: Velg det som faktisk ble vist.",
}
