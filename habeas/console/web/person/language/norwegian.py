"""The person's door in Norwegian (bokmål)."""

from habeas.domain.referral import ReferralState
from habeas.domain.right import Right

from .norwegian_owner import ERRORS as OWNER_ERRORS
from .norwegian_owner import OWNER
from .norwegian_proof import PROOF
from .norwegian_stop import STOP
from .words import Ask, Case, Choice, Complaint, Controller, Errors, Link, Lost, Mail, Page, Withdraw, Words

NORWEGIAN = Words(
    visitor={
        "person": "Henvendelsen din",
        "controller": "For den behandlingsansvarlige",
        "owner": "For den som har systemet",
    },
    own_page={
        "person": "Henvendelsen din",
        "controller": "Det som er henvist til dere",
        "owner": "Det dere er spurt om",
    },
    navigation="Sider",
    rights={
        Right.ACCESS: "en kopi av opplysningene dine (GDPR art. 15)",
        Right.PORTABILITY: "opplysningene dine i en form du kan ta med deg (GDPR art. 20)",
        Right.ERASURE: "sletting av opplysningene dine (GDPR art. 17)",
        Right.CONFIRMATION: "svar på om vi har opplysninger om deg (GDPR art. 15 nr. 1)",
        Right.OBJECTION: "stans i markedsføring til deg (GDPR art. 21 nr. 3)",
        Right.WITHDRAWAL: "tilbaketrekking av samtykket ditt (GDPR art. 7 nr. 3)",
    },
    mail=Mail(
        "Lenken du ba om",
        "Hei,\n\nher er lenken det ble bedt om på siden din:\n\n{link}\n\n"
        "Lenken er bare til deg. Del den ikke med noen. Har du ikke ventet den, kan du se bort fra denne e-posten.\n",
    ),
    complaint=Complaint(
        heading="Retten din til å klage",
        lead="Mener du at vi ikke behandler opplysningene dine slik loven krever, kan du når som helst og gratis klage "
        "til en tilsynsmyndighet (GDPR art. 77):",
        court="Du kan også gå til domstolene (GDPR art. 79), enten du har klaget eller ikke.",
    ),
    errors=Errors(
        heading="Noe mangler eller er ikke riktig",
        fields={
            **OWNER_ERRORS,
            "right": "Velg hva du ber om.",
            "email": "Skriv en e-postadresse på formen navn@example.org.",
            "reply_to": "Skriv e-postadressen du har nå, på formen navn@example.org.",
            "cookie_id": "Kopier id-en slik den står i informasjonskapselen, 8 til 64 tegn uten mellomrom, eller "
            "la feltet stå tomt.",
            "country": "Velg et land fra listen, eller la det stå åpent.",
            "reply": "Skriv svaret ditt: høyst 4000 tegn.",
            "file": "Velg en PDF eller et bilde (JPEG eller PNG) på høyst 10 MiB.",
            "files": "Vi har nok filer fra deg og skal se på dem.",
            "directive": "Velg hva vi skal gjøre.",
            "who": "Skriv hvem som gir instruksen: høyst 70 tegn.",
            "reference": "Skriv hvor instruksen er arkivert: 3 til 300 tegn.",
        },
    ),
    ask=Ask(
        title="Spør om personopplysningene dine",
        lead="Du kan spørre hva vi har om deg, få en kopi av det, få det slettet og stanse markedsføring. Det koster "
        "ingenting, og du trenger ikke å si hvorfor.",
        right="Hva ber du om?",
        choices={
            "access": Choice(
                "En kopi av opplysningene mine",
                "Alt vi har om deg, med hvor det kommer fra, hva det brukes til, hvem som har fått det, og hvor lenge "
                "det lagres (GDPR art. 15).",
            ),
            "portability": Choice(
                "En kopi jeg kan ta med meg",
                "Det du selv har gitt oss, og det som oppsto da du brukte tjenesten, i filer som andre programmer kan "
                "lese (GDPR art. 20).",
            ),
            "erasure": Choice(
                "Slett opplysningene mine",
                "Vi sletter det ingen lov pålegger oss å beholde. Det kan ikke gjøres om, og en konto er da borte "
                "(GDPR art. 17).",
            ),
            "copy_then_erasure": Choice(
                "Først en kopi, så slett",
                "Du får en kopi av opplysningene, og først deretter sletter vi dem (GDPR art. 15 og 17).",
            ),
            "confirmation": Choice(
                "Har dere noe om meg?", "Du får et ja eller et nei, og ingen kopi (GDPR art. 15 nr. 1)."
            ),
            "objection": Choice(
                "Ingen markedsføring til meg",
                "Vi stanser den så snart du har åpnet lenken, og ingen må godkjenne det. Du trenger ikke å si "
                "hvorfor (GDPR art. 21 nr. 2 og 3).",
            ),
            "withdrawal": Choice(
                "Trekk tilbake alle samtykkene mine",
                "Det som bygger på samtykket ditt, stanser så snart du har åpnet lenken. Det som ble gjort "
                "før, er fortsatt lovlig (GDPR art. 7 nr. 3).",
            ),
        },
        email="E-postadressen din",
        email_hint="Den du har brukt hos oss. Vi sender en lenke dit.",
        lost="Jeg har ikke den adressen lenger",
        cookie="Id-en i informasjonskapselen vår, hvis du vil",
        cookie_hint="Hvilke sider som er besøkt i en nettleser, og hva som er valgt om informasjonskapsler der, er "
        "bare lagret under denne id-en. Nettleseren viser den blant opplysningene om dette nettstedet. Lar du feltet "
        "stå tomt, leter vi ikke etter det.",
        country="Hvor du bor",
        country_hint="Det sier hvilken tilsynsmyndighet som er din, og ikke noe mer.",
        elsewhere="Et annet land, eller det vil jeg ikke si",
        submit="Send henvendelsen",
        then="Hva som skjer da",
        steps=(
            "Du får en e-post med en lenke. Den åpner en side som er din: Der viser du at adressen er din.",
            "Vi leter etter opplysningene dine i alle systemene våre.",
            "Du får svaret på siden din innen en måned fra i dag.",
        ),
    ),
    lost=Lost(
        title="Spør når du har mistet adressen din",
        lead="Vi kjenner deg under en e-postadresse du ikke kan lese lenger. Da kan ikke en lenke vise hvem du er, og "
        "vi ber om noe annet som viser det. Noen hos oss ser på det, og etterpå blir det slettet.",
        old="Adressen du brukte hos oss",
        old_hint="Det er den vi finner opplysningene dine med.",
        new="Adressen du har nå",
        new_hint="Vi sender en lenke dit. Den åpner en side der du kan vise hvem du er.",
        back="Jeg har fortsatt adressen min",
    ),
    asked=Page(
        "Henvendelsen er kommet fram",
        (
            "En e-post med en lenke er sendt til adressen du oppga. Den er framme i løpet av noen minutter.",
            "Åpne lenken for å gå videre: Den viser at adressen er din. Ingenting gjøres før det.",
            "Kommer det ingen e-post, kan du se i søppelposten eller spørre på nytt: Kanskje mangler det en bokstav i "
            "adressen.",
        ),
    ),
    link=Link(
        title="Gå videre",
        lead="Du kom hit med en lenke fra en e-post. Trykk på knappen for å bruke den. Har du ikke ventet den "
        "e-posten, kan du lukke siden: Da blir ingenting gjort.",
        button="Fortsett",
    ),
    dead=Page(
        "Denne lenken åpner ingenting",
        (
            "Den er allerede brukt, tiden er ute, eller den er ikke hel.",
            "Bruk lenken i den siste e-posten du har fra oss. En lenke for å hente en kopi virker én gang: Du kan få "
            "en ny sendt fra siden din.",
        ),
    ),
    signed_out=Page(
        "Åpne siden din med en lenke",
        (
            "Her er det ikke noe passord. Hver e-post fra oss har en lenke til siden din: Åpne den siste.",
            "For din sikkerhet lukkes siden din etter 30 minutter. Ingenting av det du har sendt, går tapt.",
        ),
    ),
    case=Case(
        title="Henvendelsen din",
        asked="{date} ba du om {right}.",
        where="Hvor langt den er kommet",
        stages={
            "received": "Henvendelsen er kommet fram.",
            "identity": "Vi må vite at det er du som spør. Ingenting gjøres før det.",
            "planning": "Vi leter etter opplysningene dine i alle systemene våre.",
            "awaiting_decision": "Vi har funnet det som finnes. Nå tar noen hos oss stilling til hver del av det.",
            "carrying_out": "Vi gjør det du ba om.",
            "answering": "Vi skriver svaret til deg.",
            "waiting_for_day": "Det vi kan slette nå, er slettet. Resten kan ikke slettes ennå: Brevet vårt "
            "sier fra hvilken dato det blir slettet.",
            "waiting_for_controller": "Vår egen del er gjort. Noe tilhører andre, og vi venter på hva de bestemmer.",
            "located": "Den er avsluttet: Vi har opplysninger om deg. Brevet nedenfor sier mer.",
            "ready": "Den er avsluttet: Kopien din er klar.",
            "erased": "Den er avsluttet: Opplysningene dine er slettet. Brevet nedenfor sier hva, og hva som måtte "
            "bli igjen.",
            "erased_with_open_steps": "Den er avsluttet: Opplysningene dine er slettet, bortsett fra noe som gjøres "
            "senere. Brevet nedenfor sier hva og når.",
            "nothing_changed": "Den er avsluttet, og ingenting er endret.",
            "all_retained": "Den er avsluttet: Ingenting kunne slettes. Brevet nedenfor sier hvorfor.",
            "refused": "Den er avsluttet: Vi har ikke gjort det du ba om. Brevet nedenfor sier hvorfor.",
            "not_identified": "Den er avsluttet: Vi kunne ikke fastslå at det var du som spurte.",
            "no_data": "Den er avsluttet: Vi har ingen opplysninger om deg.",
            "stopped": "Den er avsluttet: Det du ba om, er stanset. Brevet nedenfor sier hvor.",
            "duplicate": "Den er avsluttet: Du hadde allerede bedt om det samme, og den henvendelsen går videre. Bruk "
            "lenken i e-postene om den.",
        },
        steps={
            "came": "Henvendelsen kommer fram",
            "who": "Vi forsikrer oss om at det er deg",
            "work": "Vi leter, bestemmer og gjør det",
            "answer": "Du får svaret",
        },
        step_done="(gjort)",
        due="Du har svaret senest {date}.",
        due_with_pauses="Med dagene vi ventet på deg, ville det vært {date}; vi holder oss til den tidligste datoen.",
        due_waits="Nå venter vi på deg. Loven kan gi oss de dagene i tillegg; vi holder oss til den tidligste datoen "
        "så lenge vi kan.",
        needed="Hva vi trenger fra deg",
        needs={
            "nothing": "Ingenting akkurat nå. Vi skriver til deg når det er noe nytt.",
            "link": "Åpne lenken i e-posten der vi spør hvem du er. Den virker én gang.",
            "confirm": "Du har åpnet lenken, men det kunne ikke meldes videre. Trykk på knappen for å prøve igjen.",
            "session": "Logg inn på kontoen din hos oss en gang til, og spør på nytt derfra.",
            "evidence": "Send oss noe som viser at det er deg. Dekk til det som ikke trenger å vises, for eksempel "
            "fødselsnummer eller bilde. Noen hos oss ser på det, og det slettes så snart det er gjort.",
        },
        confirm="Det er meg: prøv igjen",
        file="En fil som viser hvem du er",
        file_hint="PDF, JPEG eller PNG, høyst 10 MiB. Den forsegles med en gang.",
        send_file="Send filen",
        pieces="Filer vi har fra deg: {number}. Bare den som avgjør saken, kan lese dem.",
        question="Vi har et spørsmål",
        reply="Svaret ditt",
        send_reply="Send svaret",
        copy="Kopien din",
        copy_lead="Kopien din er klar ({size}). Vi sender en lenke til adressen du spurte fra. Den virker én gang: "
        "Hent kopien på en enhet som er din egen, og ta godt vare på den.",
        copy_sealed="Den er forseglet til nøkkelen du oppga: Ikke noe annet åpner den.",
        send_link="Send meg lenken",
        fetched="Kopien ble hentet {moment}. Den kan hentes én gang. Var det ikke deg, eller trenger du den på nytt, "
        "kan du skrive til oss.",
        letters="Brevene våre til deg",
        no_letters="Det er ingen brev ennå.",
        session="For din sikkerhet lukkes denne siden etter 30 minutter. En lenke i en e-post åpner den igjen.",
        done={
            "sent": "En lenke er sendt til adressen du spurte fra. Den virker én gang og i ett døgn.",
            "reply": "Vi har fått svaret ditt.",
            "evidence": "Vi har fått filen din. Den er forseglet.",
            "withdrawn": "Du har trukket henvendelsen tilbake.",
            "stopped": "Det stanser nå. Du får en e-post med lenke til et brev som sier hvor.",
        },
    ),
    proof=PROOF,
    stop=STOP,
    withdraw=Withdraw(
        heading="Trekke henvendelsen tilbake",
        lead="Du kan trekke henvendelsen tilbake så lenge ingenting er slettet.",
        link="Hva det betyr, og hvordan",
        title="Trekk henvendelsen tilbake",
        lines=(
            "Vi stanser, og alt blir som det var før du spurte. Det vi i mellomtiden har lagt til side for deg, "
            "fjernes.",
            "Du får ikke noe mer svar på denne henvendelsen. Du mister ingen rett: Du kan spørre på nytt når du vil.",
        ),
        button="Trekk den tilbake",
        too_late="Det er ikke mulig lenger: Opplysningene dine er i ferd med å bli slettet, eller henvendelsen er "
        "avsluttet.",
        back="Tilbake til henvendelsen",
    ),
    controller=Controller(
        title="En henvendelse om opplysninger dere bestemmer over",
        lead="En person spør om opplysninger vi har på vegne av {name}. Dere er behandlingsansvarlig: Vi gjør "
        "ingenting med dem uten instruks fra dere (GDPR art. 28 nr. 3 bokstav a).",
        asks="Personen ber om",
        received="Mottatt hos oss",
        person="E-postadressen til personen",
        by="Vi venter på instruksen deres til",
        state="Status",
        states={
            ReferralState.STANDING: "Den stående instruksen deres følges.",
            ReferralState.ASKED: "Vi venter på instruksen deres.",
            ReferralState.INSTRUCTED: "Vi har fått instruksen deres.",
            ReferralState.LEFT: "Dere svarer personen selv.",
            ReferralState.SILENT: "Tiden er ute, og det kom ingen instruks.",
            ReferralState.NOT_DONE: "Instruksen deres er ikke utført. Vi tar kontakt med dere.",
            ReferralState.DONE: "Instruksen deres er utført.",
        },
        held="Hva vi har om denne personen på deres vegne",
        category="Kategori",
        count="Antall",
        shown="Opptak som viser personen sammen med andre, og når personen er med",
        recording="Opptak",
        when="Når",
        instruct="Instruksen deres",
        decide="Hva skal vi gjøre?",
        choices={
            "erase": Choice("Slett det", "Vi sletter det som står i tabellen, på deres vegne. Det kan ikke gjøres om."),
            "erase_shared": Choice(
                "Slett det, også opptakene som viser andre",
                "Som over, og i tillegg disse opptakene i sin helhet, for alle som er med i dem. "
                "Det kan ikke gjøres om.",
            ),
            "give": Choice(
                "Personen får opptakene",
                "Kopien vi lager til personen, har med opptakene i tabellen i sin helhet.",
            ),
            "withhold": Choice(
                "Personen får dem ikke",
                "Kopien har med det personen selv sier, og ikke noe annet av disse opptakene.",
            ),
            "leave": Choice(
                "La det være: Vi svarer personen selv",
                "Vi gjør ingenting med det. Deres egen frist løper videre (GDPR art. 12 nr. 3).",
            ),
        },
        who="Hvem som gir instruksen",
        reference="Hvor den er arkivert hos dere",
        reference_hint="Et saksnummer eller lignende som dere finner den igjen med. Skriv ikke noe om personen.",
        submit="Gi instruksen",
        done={"instructed": "Vi har fått instruksen deres. Dere får vite hva som ble gjort."},
    ),
    owner=OWNER,
)
