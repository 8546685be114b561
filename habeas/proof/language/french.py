"""The page in French."""

from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.outcome import BACKUPS
from habeas.domain.own_store import CASE, EVIDENCE
from habeas.domain.plan import IDENTIFIER
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround

from .french_outcome import COLUMNS, OUTCOMES
from .why import FRENCH as WHYS
from .words import Forms, Headings, Sentences, Words

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"

FRENCH = Words(
    code=Language.FRENCH,
    headings=Headings(
        title="Certificat",
        subtitle="Ce que sont devenues les données à caractère personnel dans un dossier",
        case="Dossier",
        moment="Moment visé",
        controller="Déclaré par",
        contact="Contact",
        right="Droit exercé",
        received="Demande reçue",
        plan="Plan approuvé (SHA-256 avec un sel)",
        summary="En bref",
        outcome="Résultat",
        items="Éléments",
        outcomes="Ce que chaque chose est devenue",
        unproved="Ce que ceci ne prouve pas",
        check="Comment le vérifier",
        key="Clé de la signature",
        log="Journal",
        index="Entrée, comptée à partir de 0",
        size="Entrées du journal",
        root="Racine du journal",
    ),
    sentences=Sentences(
        lead="{company} déclare ici ce que sont devenues les données à caractère personnel visées par ce dossier : "
        "catégorie par catégorie, dans chaque système.",
        moment="Ce certificat vaut pour un instant, {moment}, et pour aucun autre ensuite.",
        erased="N'est dit effacé que ce qui s'y trouvait, a été effacé et n'a pas été retrouvé à la relecture du "
        "système. Ce qui est masqué ou haché est toujours là : c'est compté comme non effacé.",
        titles="Les catégories portent le nom sous lequel la personne les connaît : « vous » est la personne que vise "
        "le dossier.",
        nothing="Le certificat ne cite aucune catégorie. Il ne déclare rien d'aucune donnée.",
        unproved="Le certificat ne prouve pas :",
        nothing_else="qu'il n'y avait rien d'autre : il parle des systèmes et des catégories qu'il cite, et non de ce "
        "que personne ne connaissait ;",
        copies="que d'autres, qui avaient des copies, ont effacé les leurs ;",
        later="qu'il en est ainsi à un moment ultérieur, ou que rien n'est revenu ;",
        attested="que ce qu'une personne atteste est exact : nul autre qu'elle ne l'a vu ;",
        revoked="quand il a été signé : sa clé a été révoquée plus tard, et seul le journal dit qu'il existait avant ;",
        truth="que son signataire a dit la vérité : le journal montre que cela a été dit, et n'a pas été modifié "
        "depuis.",
        warning="La clé de ce certificat a été révoquée",
        revocation="Elle a été révoquée le {date} ; la raison enregistrée est {reason}. Depuis, une signature faite "
        "avec elle ne prouve rien à elle seule. Quand celle-ci a été faite n'est pas prouvé : seul le journal, dont "
        "une autre clé a signé le point de contrôle, dit que le certificat existait avant.",
        page="Seul fait foi le fichier signé certificate.jws. Cette page le met en mots, et n'est pas signée.",
        command="Cette commande le vérifie, sans réseau. Sa preuve, certificate.tlog-proof, et les clés, jwks.json, "
        "doivent se trouver à côté :",
        keys="Prenez les clés à l'adresse où {company} les publie, et non à côté du fichier : un faux certificat est "
        "accompagné de clés qui lui conviennent. {contact} vous dira quelle est cette adresse.",
        keep="Gardez la taille et la racine du journal. Un journal ultérieur qui ne s'accorde pas avec elles a été "
        "modifié.",
        person="Le certificat ne nomme personne. Qui a reçu son sel peut montrer avec lui de qui il parle.",
        since="{key}, depuis le {begins}",
        between="{key}, du {begins} au {ends}",
    ),
    forms=Forms(
        months=tuple(_MONTHS.split()),
        first_day="1er",
        day="{day} {month} {year}",
        moment="{date} à {hour} h {minute}, {zone} (UTC{offset})",
        thousands="\u202f",
    ),
    outcomes=OUTCOMES,
    columns=COLUMNS,
    rights={
        Right.ACCESS: "accès (RGPD art. 15)",
        Right.ERASURE: "effacement (RGPD art. 17)",
        Right.PORTABILITY: "portabilité des données (RGPD art. 20)",
    },
    erasure_grounds={
        ErasureGround.NO_LONGER_NEEDED: "Plus nécessaires au but de leur collecte (RGPD art. 17, § 1, a)",
        ErasureGround.WITHDRAWN: "Le consentement sur lequel elles reposaient a été retiré (RGPD art. 17, § 1, b)",
        ErasureGround.OBJECTED: "La personne s'y est opposée, et rien ne l'emporte (RGPD art. 17, § 1, c)",
        ErasureGround.UNLAWFUL: "Leur détention n'avait aucune base légale (RGPD art. 17, § 1, d)",
        ErasureGround.OBLIGED: "Une loi ordonne de les effacer (RGPD art. 17, § 1, e)",
        ErasureGround.CHILD: "Collectées auprès d'un enfant pour un service en ligne (RGPD art. 17, § 1, f)",
    },
    exceptions={
        Justification.UNFOUNDED: "La demande était manifestement infondée (RGPD art. 12, § 5)",
        Justification.EXCESSIVE: "La demande était manifestement excessive (RGPD art. 12, § 5)",
        Justification.IDENTITY_FAILED: "Il n'a pas été montré que l'auteur de la demande est la personne concernée "
        "(RGPD art. 11, § 2, et art. 12, § 2)",
        Justification.EXPRESSION: "Liberté d'expression et d'information (RGPD art. 17, § 3, a)",
        Justification.LEGAL_OBLIGATION: "Obligation légale (RGPD art. 17, § 3, b)",
        Justification.PUBLIC_HEALTH: "Intérêt public dans le domaine de la santé publique (RGPD art. 17, § 3, c)",
        Justification.ARCHIVING: "Archives dans l'intérêt public, recherche ou statistique (RGPD art. 17, § 3, d)",
        Justification.LEGAL_CLAIM: "Droits en justice (RGPD art. 17, § 3, e)",
        Justification.OTHERS_RIGHTS: "Droits et libertés d'autres personnes qui y figurent (RGPD art. 15, § 4, et art. "
        "20, § 4)",
    },
    whys=WHYS,
    kept_by="Conservé sur décision de {by}",
    unknown_categories={
        IDENTIFIER: "Un identifiant que plusieurs personnes partagent",
        BACKUPS: "Sauvegardes du système",
        CASE: "Les messages et les fichiers de ce dossier, qui sont scellés",
        EVIDENCE: "Les preuves de ce dossier",
    },
)
