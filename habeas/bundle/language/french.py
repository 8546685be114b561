"""The page in French."""

from habeas.domain.language import Language
from habeas.domain.processing import Basis, Exclusion, Origin, Role
from habeas.domain.recipient import RecipientKind, Safeguard
from habeas.domain.right import Right

from .country import FRENCH as COUNTRIES
from .field import FRENCH as FIELDS
from .words import Files, Forms, Headings, Sentences, Words

FRENCH = Words(
    code=Language.FRENCH,
    name="Français",
    languages="Langues",
    headings=Headings(
        title="Vos données personnelles",
        overview="Ce que vous trouverez ici",
        recipients="Qui a reçu vos données",
        withheld="Ce qui n'est pas dans cette copie, et pourquoi",
        files="Ce qu'est chaque fichier",
        rights="Ce qu'il vous faut aussi savoir",
        purpose="À quoi elles servent",
        basis="Pourquoi c'est permis",
        origin="D'où elles viennent",
        kept="Combien de temps elles sont conservées",
        role="Qui en décide",
        receivers="Qui peut les recevoir",
        recipient="Destinataire",
        country="Pays",
        what="Quoi",
        ground="Pour quel motif",
        last="Dernière fois",
        safeguard="Ce qui les protège",
    ),
    sentences=Sentences(
        lead="Vous les avez demandées le {date}, en vertu du {right}. Les voici : ce que nous détenons sur vous, "
        "pourquoi, d'où cela vient et combien de temps c'est conservé.",
        keep_safe="Cette page fonctionne sans réseau. Gardez-la en lieu sûr : elle parle de vous.",
        confirmed="Oui, nous traitons des données personnelles qui vous concernent.",
        nothing_reached="Nous n'avons sur vous aucune donnée que cette demande atteigne.",
        records="Enregistrements : {count}.",
        first_records="Les {shown} premiers enregistrements sur {all}.",
        first_files="Les {shown} premiers fichiers sur {all}. Tous figurent dans manifest-sha256.txt.",
        disclosed="D'après nos registres, des données vous concernant ont été transmises à :",
        not_disclosed="Nos registres ne font état d'aucune transmission particulière de vos données.",
        more_disclosed="Il y en a d'autres. Toutes figurent dans le fichier des transmissions.",
        receiving="Qui reçoit les données que nous détenons sur vous, parce qu'elles sont conservées chez "
        "eux ou leur appartiennent :",
        possible="À qui de telles données peuvent aller. Rien n'indique que les vôtres l'aient été :",
        nobody="Personne en dehors de notre entreprise",
        passages="{item} : {cut} passages sur {of} ont été retirés",
        cut_by="{item} : découpé par {by}",
        within_eea="Au sein de l'EEE : le RGPD s'y applique",
        unprotected="Nos registres n'indiquent aucune garantie en vigueur à ce jour pour ce transfert. Vous pouvez "
        "nous interroger, vous y opposer et porter réclamation.",
        elsewhere="là où ce destinataire est établi",
        only_portable="Cette copie contient ce que vous pouvez emporter. Tout ce que nous détenons sur vous, avec les "
        "destinataires et les sources, relève du droit d'accès (RGPD art. 15).",
        leads="est l'autorité chef de file pour ce qui nous concerne (RGPD art. 56)",
        case="Dossier {case}. La somme de contrôle (SHA-256) de chacun de vos fichiers figure dans "
        "manifest-sha256.txt.",
        cut="… (texte intégral dans le fichier JSON)",
    ),
    files=Files(
        page="cette page, dans chaque langue",
        table="vos données, pour d'autres programmes (JSON)",
        schema="ce que sont les champs d'un fichier JSON (JSON Schema)",
        own="vos propres fichiers, par exemple des enregistrements",
        package="ce qu'est chaque fichier et sa taille, pour d'autres programmes (Data Package)",
        manifest="la liste de tous vos fichiers, avec leur somme de contrôle",
        tag_manifest="les sommes de contrôle des fichiers qui les accompagnent",
        bag="ce que ces fichiers forment ensemble : un paquet (BagIt), celui de votre dossier",
        signature="notre signature : avec nos clés publiées, chacun peut vérifier que rien n'a été modifié",
    ),
    forms=Forms(
        months=(
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ),
        first_day="1er",
        day="{day} {month} {year}",
        moment="{date} à {hour} h {minute} UTC",
        comma=",",
        colon="\u00a0: ",
        semicolon="\u00a0; ",
        units=("Go", "Mo", "ko", "octets"),
        yes="oui",
        no="non",
    ),
    rights={
        Right.ACCESS: "droit d'accès (RGPD art. 15)",
        Right.PORTABILITY: "droit à la portabilité des données (RGPD art. 20)",
    },
    bases={
        Basis.CONSENT: "Vous y avez consenti (RGPD art. 6, § 1, a)",
        Basis.CONTRACT: "Nous en avons besoin pour notre contrat avec vous (RGPD art. 6, § 1, b)",
        Basis.LEGAL_OBLIGATION: "Une loi nous y oblige (RGPD art. 6, § 1, c)",
        Basis.LEGITIMATE_INTEREST: "Notre intérêt légitime (RGPD art. 6, § 1, f)",
    },
    origins={
        Origin.PROVIDED: "Vous nous les avez données",
        Origin.OBSERVED: "Elles ont été enregistrées pendant que vous utilisiez le service",
        Origin.OBTAINED: "Nous les avons obtenues d'un tiers",
        Origin.INFERRED: "Nous les avons déduites d'autres données",
    },
    roles={
        Role.CONTROLLER: "Nous",
        Role.JOINT: "Nous, conjointement avec le client que nous servons ; adressez-vous à l'un ou à l'autre",
        Role.PROCESSOR: "Le client pour le compte duquel nous les conservons",
    },
    kinds={
        RecipientKind.PROCESSOR: "les traite pour notre compte",
        RecipientKind.RECIPIENT: "les reçoit pour ses propres finalités",
        RecipientKind.CONTROLLER: "en décide ; nous les conservons pour son compte",
    },
    safeguards={
        Safeguard.ADEQUACY: "La Commission européenne a jugé la protection de ce pays adéquate (RGPD art. 45)",
        Safeguard.STANDARD_CONTRACTUAL_CLAUSES: "Clauses contractuelles types pour ce qui quitte l'EEE "
        "(RGPD art. 46, § 2, c)",
        Safeguard.NOT_TRANSFERRED: "Rien ne va à son entité hors de l'EEE tant que vous vous trouvez dans l'EEE, ou "
        "tant que nous ignorons où vous êtes",
    },
    exclusions={
        Exclusion.OBTAINED: "Elles ont été obtenues d'un tiers, vous ne les avez pas fournies (RGPD art. 20, § 1)",
        Exclusion.INFERRED: "Elles ont été déduites, vous ne les avez pas fournies (RGPD art. 20, § 1)",
        Exclusion.LEGAL_OBLIGATION: "Elles sont conservées en vertu d'une obligation légale, et non d'un consentement "
        "ou d'un contrat (RGPD art. 20, § 1, a)",
        Exclusion.LEGITIMATE_INTEREST: "Elles sont conservées en vertu d'un intérêt légitime, et non d'un consentement "
        "ou d'un contrat (RGPD art. 20, § 1, a)",
    },
    countries=COUNTRIES,
    fields=FIELDS,
    unknown_categories={"identifier": "Un identifiant que plusieurs personnes partagent"},
)
