"""The sentences of codes in French."""

from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.manual import Demand
from habeas.domain.right import Right
from habeas.domain.stop import Ended
from habeas.domain.treatment import ErasureGround

from .words import LetterWords

FRENCH = LetterWords(
    code=Language.FRENCH,
    rights={
        Right.CONFIRMATION: "la confirmation que nous traitons ou non des données vous concernant (RGPD art. 15, § 1)",
        Right.ACCESS: "l'accès à vos données (RGPD art. 15)",
        Right.PORTABILITY: "vos données sous une forme que vous pouvez emporter (RGPD art. 20)",
        Right.ERASURE: "l'effacement de vos données (RGPD art. 17)",
        Right.OBJECTION: "la fin de la prospection à votre égard (RGPD art. 21, § 2 et 3)",
        Right.WITHDRAWAL: "le retrait de votre consentement (RGPD art. 7, § 3)",
    },
    theirs={
        Right.CONFIRMATION: "la confirmation que des données la concernant sont traitées ou non (RGPD art. 15, § 1)",
        Right.ACCESS: "l'accès à ses données (RGPD art. 15)",
        Right.PORTABILITY: "ses données sous une forme qu'elle peut emporter (RGPD art. 20)",
        Right.ERASURE: "l'effacement de ses données (RGPD art. 17)",
        Right.OBJECTION: "la fin de la prospection à son égard (RGPD art. 21, § 2 et 3)",
        Right.WITHDRAWAL: "le retrait de son consentement (RGPD art. 7, § 3)",
    },
    justifications={
        Justification.REJECTED: "Nous ne donnons pas suite à cette demande.",
        Justification.UNFOUNDED: "Nous estimons que la demande est manifestement infondée (RGPD art. 12, § 5). C'est à "
        "nous de le démontrer, et ce qui le démontre est versé au dossier.",
        Justification.EXCESSIVE: "Nous estimons que la demande est manifestement excessive, notamment parce qu'elle "
        "en répète d'autres (RGPD art. 12, § 5). C'est à nous de le démontrer, et ce qui le démontre est versé au "
        "dossier.",
        Justification.IDENTITY_FAILED: "Nous ne sommes pas en mesure d'établir que vous êtes la personne concernée par "
        "la demande (RGPD art. 11, § 2, et art. 12, § 2).",
        Justification.EXPRESSION: "Les données sont nécessaires à l'exercice du droit à la liberté d'expression et "
        "d'information (RGPD art. 17, § 3, a).",
        Justification.LEGAL_OBLIGATION: "Une loi nous oblige à conserver les données (RGPD art. 17, § 3, b).",
        Justification.PUBLIC_HEALTH: "Les données sont nécessaires pour des motifs d'intérêt public dans le domaine de "
        "la santé publique (RGPD art. 17, § 3, c).",
        Justification.ARCHIVING: "Les données sont nécessaires à des fins archivistiques dans l'intérêt public, de "
        "recherche ou de statistique (RGPD art. 17, § 3, d).",
        Justification.LEGAL_CLAIM: "Les données sont nécessaires à la constatation, à l'exercice ou à la défense de "
        "droits en justice (RGPD art. 17, § 3, e).",
        Justification.OTHERS_RIGHTS: "Cela porterait atteinte aux droits et libertés d'autres personnes, qui y "
        "figurent aussi (RGPD art. 15, § 4, et art. 20, § 4).",
        Justification.IMPOSSIBLE: "Un système qui détient les données n'a pas pu l'exécuter, ou n'a pas répondu.",
        Justification.COMPLEXITY: "La demande est complexe (RGPD art. 12, § 3).",
        Justification.VOLUME: "Le nombre de demandes est élevé (RGPD art. 12, § 3).",
        Justification.DELAY: "Nous n'avons pas pris de décision dans le délai.",
        Justification.IDENTITY_REQUIRED: "Nous avions des doutes raisonnables sur l'identité de l'auteur de la "
        "demande, et avons demandé de quoi les lever (RGPD art. 12, § 6).",
        Justification.INFORMATION_REQUIRED: "Nous devons savoir plus précisément sur quoi porte votre demande (RGPD, "
        "considérant 63).",
    },
    circumstances={
        Circumstance.SHARED: "D'autres personnes y figurent, et leurs droits doivent d'abord être pris en compte.",
        Circumstance.SOLE_OWNER: "Un espace de travail que d'autres utilisent resterait sans propriétaire.",
        Circumstance.SEVERAL_PEOPLE: "Un identifiant que plusieurs personnes partagent y a mené.",
        Circumstance.RETAINED: "L'élément est verrouillé, et aucune date de fin du verrou n'est enregistrée.",
        Circumstance.NOT_YET: "Le système qui le détient ne peut pas encore l'effacer.",
        Circumstance.UNANSWERED: "Qui les détient ne nous a pas dit ce qu'il y a, ni que cela a été effacé.",
    },
    ended={
        Ended.STOPPED: "C'est arrêté. Nous l'avons vérifié.",
        Ended.NOTHING: "D'après ce que vous nous avez indiqué, rien n'y a cours. Nous l'avons vérifié.",
        Ended.ATTESTED: "C'est arrêté à la main, comme l'un de nous l'atteste. Nous n'avons pas pu le "
        "vérifier nous-mêmes.",
        Ended.CANNOT: "Une partie y repose sur le consentement, et le système ne peut y mettre fin de "
        "lui-même : notre délégué à la protection des données s'en charge.",
    },
    erasure_grounds={
        ErasureGround.NO_LONGER_NEEDED: "Elles ne sont plus nécessaires au but pour lequel elles ont été collectées "
        "(RGPD art. 17, § 1, a).",
        ErasureGround.WITHDRAWN: "Votre demande retire le consentement sur lequel elles reposaient (RGPD art. 17, § "
        "1, b).",
        ErasureGround.OBJECTED: "Vous vous y opposez, et rien de notre côté ne l'emporte (RGPD art. 17, § 1, c).",
        ErasureGround.UNLAWFUL: "Leur détention n'avait aucune base légale (RGPD art. 17, § 1, d).",
        ErasureGround.OBLIGED: "Une loi nous oblige à les effacer (RGPD art. 17, § 1, e).",
        ErasureGround.CHILD: "Elles ont été collectées auprès d'un enfant pour un service en ligne (RGPD art. 17, § "
        "1, f).",
    },
    doubts={
        Doubt.NOT_SIGNED_IN: "Vous avez fait la demande sans vous connecter.",
        Doubt.OTHER_ADDRESS: "La demande est venue d'une adresse qui ne montre pas qui la fait.",
        Doubt.ADDRESS_LOST: "Vous nous avez dit qu'une adresse que vous utilisiez n'est plus la vôtre.",
        Doubt.SHARED_ADDRESS: "Une adresse de la demande est peut-être utilisée par plusieurs personnes.",
        Doubt.CONTRADICTION: "Certaines des indications reçues ne concordent pas.",
        Doubt.REPRESENTATIVE: "La demande a été faite pour une autre personne.",
    },
    rungs={
        Rung.SESSION: "Connectez-vous encore une fois à votre compte.",
        Rung.LINK: "Ouvrez le lien à usage unique que nous envoyons à l'adresse sur laquelle porte la demande.",
        Rung.EVIDENCE: "Montrez-nous quelque chose qui indique qui vous êtes ou, si vous agissez pour autrui, que vous "
        "y êtes autorisé. Masquez tout ce qui n'y est pas nécessaire, comme les numéros et les photos.",
    },
    demands={
        Demand.LOCATE: "Veuillez chercher si vous détenez des données sur cette personne, et indiquer combien il "
        "y en a de chaque sorte. Ne modifiez et n'effacez rien pour l'instant.",
        Demand.GIVE: "Veuillez chercher si vous détenez des données sur cette personne, indiquer combien il y "
        "en a de chaque sorte, et nous en remettre une copie sur cette page. Ne modifiez et "
        "n'effacez rien.",
        Demand.HOLD: "Veuillez ne plus utiliser ce que vous détenez sur cette personne : il faudra peut-être "
        "l'effacer. Ne l'effacez pas encore. Vous n'avez pas à répondre.",
        Demand.RELEASE: "Ce que vous détenez sur cette personne n'est finalement pas effacé : veuillez l'utiliser "
        "de nouveau comme avant. Vous n'avez pas à répondre.",
        Demand.ERASE: "Veuillez effacer ce que vous détenez sur cette personne, toutes les copies comprises, et "
        "indiquer sur cette page qui l'a fait, quand, et ce qui le montre.",
    },
)
