"""The forms of decisions in Norwegian (bokmål)."""

from habeas.console.web.dpo.decision import Deed
from habeas.console.web.dpo.field import Wrong

from .words import Counted, Deeds, Form, Input, NewCase

FORM = Form(
    what="Hva det fører til",
    happens="Hva som skjer",
    lasting="Hva som ikke kan gjøres om",
    told="Hva personen får vite",
    lost="Hva som går tapt",
    by="Avgjørelsen blir nedtegnet som din: {name}.",
    go_on="Gå videre og se over én gang til",
    confirm="Bekreft: {deed}",
    confirm_lead="Ingenting er gjort ennå. Se på tallene og på det du skrev.",
    typed="Hva du skrev",
    change="Endre",
    leave="La det være, tilbake til saken",
    choose="Velg",
    optional="kan utelates",
    errors=Counted("Se på ett felt", "Se på {count} felt"),
    refused="Saken tillater ikke dette nå, og ingenting er endret:",
    sent_before="Dette skjemaet var allerede sendt med et annet innhold. Det er ikke gjort noe mer: Se på saken, og "
    "send "
    "skjemaet på nytt hvis du fortsatt vil.",
    perhaps_done="Det kom ikke noe svar i tide, så det kan være gjort. Se på saken, eller send skjemaet på nytt slik "
    "det "
    "er: Det blir bare gjort én gang.",
    ended="Saken tar ikke imot avgjørelser lenger: Den er avsluttet, eller Temporal har mistet den. Se på saken.",
    no_signer="En godkjenning må signeres, og det finnes ingen nøkkel i ditt navn her. Be den som drifter løsningen, "
    "om å "
    "lage en og gjøre den kjent (habeas approver), la en kollega som har nøkkel, godkjenne, eller godkjenn fra din "
    "egen maskin (habeas approve).",
    new_due="Den nye fristen blir {new}. Fristen er nå {old}.",
    numbers="Hva som skjer med hvor mange oppføringer og filer",
    not_offered="Dette kan ikke avgjøres nå.",
    invalid="Saken godtok ikke det som ble skrevet. Ingenting er gjort.",
    not_taken="Ingen fil kom, eller den er ikke av et slag som tas imot: MP4, WebM, M4A, MP3, Ogg eller "
    "WAV på høyst 4 GiB. Ingenting av den ble tatt vare på.",
    whole="{system}: alt",
)

WRONG = {
    Wrong.MISSING: "Dette må fylles ut.",
    Wrong.TOO_SHORT: "Dette er for kort.",
    Wrong.TOO_LONG: "Dette er for langt.",
    Wrong.NO_CHOICE: "Velg ett av alternativene.",
    Wrong.NOT_OF_THIS: "Det hører ikke til det som det bes om: Ta det bort, eller velg det andre.",
    Wrong.NO_DATE: "Skriv en dato på formen ÅÅÅÅ-MM-DD.",
    Wrong.NO_MOMENT: "Skriv dag og klokkeslett, som 2026-03-05T14:30.",
    Wrong.NO_ADDRESS: "Skriv en e-postadresse på formen navn@example.org.",
    Wrong.NO_COOKIE: "Kopier id-en slik den står i informasjonskapselen: 8 til 64 tegn uten mellomrom.",
    Wrong.NOT_FUTURE: "Dagen må ligge fram i tid.",
    Wrong.FUTURE: "Dette kan ikke ligge fram i tid.",
}

DEEDS = {
    Deed.VERIFY: Deeds(
        title="Bekreft hvem som spør",
        submit="Det er personen selv",
        what="Du bekrefter at det er personen selv som spør, eller noen som kan opptre for vedkommende (GDPR art. 12 "
        "nr. 6).",
        happens="Saken går videre med en gang: Systemene blir spurt om hva de har. En kopi kan bli laget uten flere "
        "avgjørelser. En sletting venter først på at en plan blir godkjent.",
        lasting="At du bekreftet det, hvordan og når, blir stående. Selve beviset blir ikke tatt vare på (GDPR art. 5 "
        "nr. 1).",
        told="Ingenting ved dette alene. Personen får vite utfallet til slutt.",
        lost="Ingenting.",
    ),
    Deed.ASK_IDENTITY: Deeds(
        title="Spør hvem som spør",
        submit="Spør personen",
        what="Det er rimelig tvil om at det er personen selv som spør. Be om det minste som fjerner tvilen (GDPR art. "
        "12 "
        "nr. 6 og art. 5 nr. 1 bokstav c).",
        happens="Saken stanser til det er vist hvem som spør. En plan som ventet, blir forkastet og laget på nytt "
        "etterpå.",
        lasting="At du spurte, og hvorfor, blir stående. Den strengeste fristen flytter seg ikke.",
        told="Hva personen må gjøre for å vise hvem vedkommende er, og hva tvilen gjelder.",
        lost="Tid: Personen venter til vedkommende har svart.",
    ),
    Deed.REJECT_IDENTITY: Deeds(
        title="Avslutt uten identifisering",
        submit="Avslutt som ikke identifisert",
        what="Det som ble vist, identifiserer ikke personen, og du ber ikke om noe mer (GDPR art. 11 nr. 2 og art. 12 "
        "nr. 2).",
        happens="Saken avsluttes som ikke identifisert. Ingenting blir endret i noe system.",
        lasting="Saken er avsluttet. Personen kan henvende seg på nytt med mer som viser hvem vedkommende er.",
        told="At vi ikke kan fastslå hvem det er, hva som kan legges til, og hvor det kan klages.",
        lost="Henvendelsen: Ingenting blir kopiert eller slettet.",
    ),
    Deed.REPLY: Deeds(
        title="Skriv ned svaret fra personen",
        submit="Registrer svaret",
        what="Personen har svart på en annen måte, og du skriver det ned.",
        happens="Spørsmålet regnes som besvart, og pausen tar slutt i dag.",
        lasting="Svaret følger saken til den blir makulert.",
        told="Ingenting ved dette.",
        lost="Ingenting.",
    ),
    Deed.CLARIFY: Deeds(
        title="Spør hva personen mener",
        submit="Send spørsmålet",
        what="Spør bare når det ikke er klart hva det bes om (GDPR fortalepunkt 63).",
        happens="Et brev med spørsmålet legges på personens side, og personen får en lenke til det. Saken stanser "
        "ikke.",
        lasting="Brevet kan ikke kalles tilbake. Den strengeste fristen flytter seg ikke. En annen dato regner med "
        "pausen.",
        told="Spørsmålet ditt, ord for ord.",
        lost="Ingenting.",
    ),
    Deed.LINK: Deeds(
        title="Si hvem et kjennetegn tilhører",
        submit="Registrer hvem det tilhører",
        what="Et kjennetegn fører til opplysninger om flere personer. Se på det først, på siden med kjennetegn.",
        happens="Er det denne personens, blir systemene spurt på nytt med det. Er det ikke det, utelates det som bare "
        "dette "
        "kjennetegnet fører til. I begge tilfeller lages en ny plan.",
        lasting="Den nye planen må godkjennes på nytt. Du kan bestemme noe annet så lenge ingen plan er godkjent.",
        told="Ingenting ved dette alene.",
        lost="Sies det feilaktig å være denne personens, kan opplysninger om en annen person bli slettet.",
    ),
    Deed.DIRECT: Deeds(
        title="Registrer en instruks",
        submit="Registrer instruksen",
        what="En kunde har sagt hva vi skal gjøre med dens egne opplysninger om personen (GDPR art. 28 nr. 3 bokstav "
        "a).",
        happens="Slette: Opplysningene blir med i planen, eller får en egen plan. La være: Ingenting av det blir "
        "rørt, og "
        "kunden svarer personen selv.",
        lasting="En instruks registreres én gang i en sak, med navnet ditt og hvor den er arkivert.",
        told="Til slutt: hva som ble gjort med opplysningene.",
        lost="Slette: kundens opplysninger om personen, når planen er godkjent og gjennomført.",
    ),
    Deed.ATTACH: Deeds(
        title="Ta med det som er klippet for hånd",
        submit="Forsegle filen og ta den med",
        what="En kunde har klippet ut delen med personen fra et opptak som viser andre (GDPR art. 15 nr. 4).",
        happens="Filen forsegles når den kommer, og er med i kopien i stedet for opptaket. Når hvert av "
        "kundens opptak har en fil, blir kopien laget.",
        lasting="Så lenge vi venter på kunden, kan en annen fil ta plassen. Etterpå kan det ikke endres.",
        told="I kopien: at det er klippet for hånd, og av hvem.",
        lost="Ingenting. Viser filen også andre, ser personen dem: Se på den først.",
    ),
    Deed.KEEP: Deeds(
        title="Behold noe",
        submit="Behold det",
        what="Noe i planen må bli værende på grunn av et unntak fra sletting (GDPR art. 17 nr. 3).",
        happens="Det lages en ny plan, der dette beholdes til datoen du oppgir.",
        lasting="Den nye planen må godkjennes på nytt. Fram til da kan du endre grunnlag og dato.",
        told="Til slutt: hva som ble beholdt, på hvilket grunnlag og hvor lenge (GDPR art. 12 nr. 4).",
        lost="Ingenting.",
    ),
    Deed.APPROVE: Deeds(
        title="Godkjenn planen",
        submit="Godkjenn og slett",
        what="Du godkjenner planen med sjekksummen nedenfor, og ingen annen.",
        happens="Hvert system blir kontrollert, så tas opplysningene ut av bruk, og så slettes de. Mottakere som er "
        "registrert, får beskjed (GDPR art. 19). Fram til slettingen begynner, blir alt gjort om hvis noe mislykkes.",
        lasting="Når slettingen har begynt, kan ingenting av den gjøres om, og den gjennomføres til slutt.",
        told="Hva som ble slettet, hva som ble beholdt og hvorfor, og hvem resten er henvist til.",
        lost="Opplysningene under «slettes», for alltid. Er kontoen blant dem, kan personen ikke logge inn lenger, og "
        "avtalen som trenger den, tar slutt.",
    ),
    Deed.REFUSE: Deeds(
        title="Avslå henvendelsen",
        submit="Avslå",
        what="Hele henvendelsen avslås. Unntakene er snevre. Skal bare noe beholdes, behold den delen i planen.",
        happens="Saken avsluttes med avslag. Ingenting blir endret i noe system.",
        lasting="Avslaget kan ikke tas tilbake. Personen kan henvende seg på nytt.",
        told="Begrunnelsen din, ord for ord, retten til å klage til en tilsynsmyndighet, og at saken kan bringes inn "
        "for "
        "domstolene (GDPR art. 12 nr. 4).",
        lost="Henvendelsen: Ingenting blir kopiert eller slettet.",
    ),
    Deed.RETRY: Deeds(
        title="Prøv igjen",
        submit="Prøv igjen nå",
        what="Det som står fast, blir prøvd på nytt med en gang. Venter en plan, blir systemene spurt på nytt.",
        happens="Trinnet som venter, begynner på nytt. Før en avgjørelse lages en ny plan av det som finnes nå.",
        lasting="Ingenting. Har opplysningene endret seg, får den nye planen en annen sjekksum.",
        told="Ingenting ved dette.",
        lost="Ingenting.",
    ),
    Deed.ATTEST: Deeds(
        title="Bekreft hva som er gjort for hånd",
        submit="Det er gjort for hånd",
        what="Et trinn står fast, og noen har utført det på en annen måte.",
        happens="Saken går videre uten det trinnet, og sier at det er bekreftet av et menneske og ikke kontrollert.",
        lasting="Ditt ord står i stedet for en kontroll, og blir stående.",
        told="Til slutt: hva som ble gjort.",
        lost="Beviset ved kontroll, for det systemet.",
    ),
    Deed.EXTEND: Deeds(
        title="Ta mer tid",
        submit="Forleng med to måneder",
        what="To måneder til, én gang, fordi henvendelsen er komplisert eller det er mange av dem (GDPR art. 12 nr. "
        "3).",
        happens="Personen får et brev før den første fristen. Først når det er sendt, flytter fristen seg.",
        lasting="Det er mulig én gang, og kan ikke gjøres om.",
        told="Den nye fristen og begrunnelsen din, ord for ord, og hvor det kan klages.",
        lost="Personen venter opptil to måneder lenger.",
    ),
    Deed.PAUSE: Deeds(
        title="Still saken i bero",
        submit="Still i bero",
        what="Ingenting i saken går videre før noen lar den gå videre.",
        happens="Ingen plan kan godkjennes, og ingenting begynner.",
        lasting="Ingenting: Den kan gå videre når som helst.",
        told="Ingenting ved dette.",
        lost="Tid: Ingen frist flytter seg, og personens tid løper.",
    ),
    Deed.RESUME: Deeds(
        title="La saken gå videre",
        submit="Gå videre",
        what="Saken er stilt i bero.",
        happens="Den går videre der den sto.",
        lasting="Ingenting.",
        told="Ingenting ved dette.",
        lost="Ingenting.",
    ),
    Deed.CANCEL: Deeds(
        title="Avbryt saken",
        submit="Avbryt saken",
        what="Saken stanser, og alt blir som det var.",
        happens="Det som er begynt, gjøres om. Har slettingen begynt, er det for sent, og saken sier det.",
        lasting="Saken avsluttes. Personen må i så fall henvende seg på nytt.",
        told="At ingenting ble gjort, og hvor det kan klages.",
        lost="Henvendelsen: Ingenting blir kopiert eller slettet.",
    ),
}

INPUTS = {
    "rung": Input("Hvordan personen viste hvem det er", "Det minste som er nok."),
    "ask-identity.rung": Input("Hva det bes om", "Det minste som fjerner tvilen: Mer er ikke tillatt."),
    "how": Input(
        "Nærmere bestemt", "Til dokumentasjon, som «logget inn på nytt 5. mars». Ingen kopier eller ID-numre."
    ),
    "doubt": Input("Hva tvilen gjelder"),
    "reason": Input("Begrunnelse", "3 til 500 tegn."),
    "refuse.reason": Input("Begrunnelse til personen", "Personen leser den ord for ord. 3 til 500 tegn."),
    "reject-identity.reason": Input("Begrunnelse", "Hva som manglet. 3 til 500 tegn."),
    "text": Input("Svaret", "Slik personen ga det. Opptil 4000 tegn."),
    "question": Input("Spørsmålet ditt", "Personen leser det ord for ord. 3 til 1000 tegn."),
    "controller": Input("Hvilken behandlingsansvarlig"),
    "directive": Input("Hva instruksen går ut på"),
    "reference": Input("Hvor instruksen er arkivert", "For eksempel et nummer i arkivet. Ingen personopplysninger."),
    "item": Input("Hvilket opptak"),
    "cut_by": Input("Hvem som har klippet", "Slik personen vil lese det: Et team eller en rolle er nok."),
    "file": Input("Filen", "MP4, WebM, M4A, MP3, Ogg eller WAV, høyst 4 GiB. Navnet på den tas ikke vare på."),
    "link.reference": Input("Hvilket kjennetegn", "Ved navnet på det: se siden med kjennetegn."),
    "is_theirs": Input("Er det denne personens?"),
    "digest": Input("Planens sjekksum"),
    "holding": Input("Hva som må bli værende"),
    "justification": Input("Av hvilken grunn"),
    "keep.justification": Input("Etter hvilket unntak (GDPR art. 17 nr. 3)"),
    "ground": Input("Grunnlag", "Loven eller kravet, som «Code de commerce L123-22». Personen leser det."),
    "until": Input("Hvor lenge", "En dag fram i tid, på formen ÅÅÅÅ-MM-DD."),
    "evidence": Input(
        "Hvor dokumentasjonen er arkivert",
        "Kreves for «grunnløs» og «overdreven»: Det er vi som må påvise det (GDPR art. 12 nr. 5). Personen leser det "
        "ikke.",
    ),
    "words": Input("Begrunnelse til personen", "Personen leser den ord for ord. 3 til 1000 tegn."),
    "system": Input("Hvilket system"),
    "what": Input("Hva som ble gjort for hånd, og av hvem", "3 til 500 tegn. Ingen personopplysninger."),
    "right": Input("Hva det bes om"),
    "email": Input("Personens e-postadresse"),
    "cookie_id": Input(
        "Id-en i informasjonskapselen i nettleseren",
        "Hvis personen har oppgitt den: Besøk og valg om informasjonskapsler finnes bare med den.",
    ),
    "received_at": Input("Når henvendelsen kom", "Til den første kanalen den nådde, i tidssonen {zone}."),
    "channel": Input("Gjennom hvilken kanal"),
    "language": Input("Språket det svares på"),
    "country": Input("Hvor personen sier å befinne seg", "Det avgjør hvilken tilsynsmyndighet som er personens."),
    "new.rung": Input("Hvordan det er bekreftet hvem som spør", "Er det ikke gjort ennå, spør saken personen."),
    "new.how": Input("Nærmere bestemt", "Kreves når det er bekreftet. Ingen kopier eller ID-numre."),
    "copy_first": Input("En kopi før slettingen", "Bare ved sletting: Ingenting slettes før kopien kunne hentes."),
    "consent": Input(
        "Hvilket samtykke som trekkes tilbake", "Bare når et samtykke trekkes tilbake (GDPR art. 7 nr. 3)."
    ),
}

NEW = NewCase(
    title="Opprett en sak",
    lead="For en henvendelse som kom på e-post, i posten eller på telefon.",
    consequences=(
        "Svarfristen løper fra henvendelsen kom, ikke fra nå.",
        "Personen får en bekreftelse på mottak med datoen for når svaret skal foreligge.",
        "Er det ikke bekreftet hvem som spør, blir ingenting slått opp før det er det.",
        "Har personen en åpen sak om samme rettighet, avsluttes denne og viser til den.",
    ),
    submit="Opprett saken",
    zone="Tidssone",
    not_yet="ikke bekreftet ennå: spør personen",
    no_copy="ingen kopi først",
    all_consents="alle, eller ingen tilbaketrekking",
    unknown="ikke kjent",
)
