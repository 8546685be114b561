"""The names of codes in French: states, reasons, kinds; and what a case says in sentences of its own."""

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
    Urgency.LATE: "en retard",
    Urgency.TODAY: "à décider aujourd'hui",
    Urgency.SOON: "dus dans la semaine",
    Urgency.LATER: "dus plus tard",
    Urgency.ANSWERED: "répondus, en attente d'un responsable du traitement",
}

STATES = {
    CaseState.RECEIVED: "reçu",
    CaseState.IDENTITY: "en attente de savoir qui demande",
    CaseState.PLANNING: "interrogation des systèmes",
    CaseState.AWAITING_DECISION: "en attente de votre décision",
    CaseState.CARRYING_OUT: "en cours d'exécution",
    CaseState.ANSWERING: "réponse à la personne en cours",
    CaseState.WAITING_FOR_CONTROLLER: "en attente d'un responsable du traitement",
    CaseState.WAITING_FOR_DAY: "en attente d'une date",
    CaseState.NEEDS_ATTENTION: "bloqué, quelqu'un doit intervenir",
    CaseState.LOCATED: "données détenues confirmées",
    CaseState.READY: "copie prête",
    CaseState.ERASED: "effacé",
    CaseState.ERASED_WITH_OPEN_STEPS: "effacé, des étapes restent ouvertes",
    CaseState.NOTHING_CHANGED: "rien n'a changé",
    CaseState.ALL_RETAINED: "tout conservé",
    CaseState.REFUSED: "refusé",
    CaseState.NOT_IDENTIFIED: "personne non identifiée",
    CaseState.NO_DATA: "aucune donnée détenue",
    CaseState.STOPPED: "arrêté",
}

STANDINGS = {
    CaseState.RECEIVED: "Le dossier vient d'arriver et est examiné.",
    CaseState.IDENTITY: "Rien n'est fait avant de savoir qui demande.",
    CaseState.PLANNING: "On demande aux systèmes ce qu'ils détiennent. Le dossier se poursuit de lui-même.",
    CaseState.AWAITING_DECISION: "Rien n'a été modifié. Le dossier attend la décision d'un délégué à la protection des "
    "données.",
    CaseState.CARRYING_OUT: "Le dossier est en cours d'exécution. Il se poursuit de lui-même.",
    CaseState.ANSWERING: "Le dossier a été exécuté ou a pris fin, et la personne en est informée.",
    CaseState.WAITING_FOR_CONTROLLER: "Notre propre part est faite. Le dossier attend l'instruction d'un autre "
    "responsable "
    "du traitement.",
    CaseState.WAITING_FOR_DAY: "Ce qui peut être effacé l'est, et la personne en a été informée. Le reste le "
    "sera à la date indiquée.",
    CaseState.NEEDS_ATTENTION: "Le dossier ne peut continuer sans que quelqu'un intervienne. Rien n'est perdu.",
    CaseState.LOCATED: "On a recherché ce qui est détenu.",
    CaseState.READY: "La copie est prête pour la personne.",
    CaseState.ERASED: "Tout ce que le plan efface est effacé, ce qu'une relecture a confirmé.",
    CaseState.ERASED_WITH_OPEN_STEPS: "Ce que le plan efface est effacé et confirmé. Des étapes restent à faire.",
    CaseState.NOTHING_CHANGED: "Rien n'a été modifié dans aucun système.",
    CaseState.ALL_RETAINED: "Rien n'a pu être effacé : tout reste, chaque élément sur son fondement.",
    CaseState.REFUSED: "La demande a été refusée. Rien n'a été modifié dans aucun système.",
    CaseState.NOT_IDENTIFIED: "Personne n'a établi être la personne concernée. Rien n'a été modifié dans aucun "
    "système.",
    CaseState.NO_DATA: "Aucun système ne détient quoi que ce soit sur cette personne.",
    CaseState.STOPPED: "Ce qui devait prendre fin est arrêté, et a été vérifié.",
}

RIGHTS = {
    Right.CONFIRMATION: "Confirmation (RGPD art. 15, § 1)",
    Right.ACCESS: "Accès (RGPD art. 15)",
    Right.PORTABILITY: "Portabilité (RGPD art. 20)",
    Right.ERASURE: "Effacement (RGPD art. 17)",
    Right.OBJECTION: "Opposition à la prospection (RGPD art. 21, § 3)",
    Right.WITHDRAWAL: "Retrait du consentement (RGPD art. 7, § 3)",
}

DISPOSITIONS = {
    Disposition.DECIDE: "Non décidé",
    Disposition.ERASE: "À effacer",
    Disposition.ANONYMISE: "À rendre anonyme",
    Disposition.RETAIN: "Conservé",
    Disposition.REFER: "Transmis à son responsable du traitement",
}

DISPOSITION_LEADS = {
    Disposition.DECIDE: "Quelqu'un doit décider. D'ici là, cela reste en l'état, et la personne en est informée.",
    Disposition.ERASE: "La personne l'a demandé (RGPD art. 17, § 1).",
    Disposition.ANONYMISE: "On ne pourra plus le rattacher à quiconque.",
    Disposition.RETAIN: "Cela reste jusqu'à la date indiquée (RGPD art. 17, § 3), puis est effacé.",
    Disposition.REFER: "Cela relève d'un autre responsable du traitement, qui en décide (RGPD art. 28, § 3, point a).",
}

ERASURE_GROUNDS = {
    ErasureGround.NO_LONGER_NEEDED: "plus nécessaire (RGPD art. 17, § 1, a)",
    ErasureGround.WITHDRAWN: "consentement retiré (RGPD art. 17, § 1, b)",
    ErasureGround.OBJECTED: "opposition (RGPD art. 17, § 1, c)",
    ErasureGround.UNLAWFUL: "aucune base légale au registre (RGPD art. 17, § 1, d)",
    ErasureGround.OBLIGED: "une loi nous oblige à l'effacer (RGPD art. 17, § 1, e)",
    ErasureGround.CHILD: "collecté auprès d'un enfant (RGPD art. 17, § 1, f)",
}

CIRCUMSTANCES = {
    Circumstance.SHARED: "d'autres personnes y apparaissent",
    Circumstance.SOLE_OWNER: "l'espace de travail d'un client n'aurait plus de propriétaire",
    Circumstance.SEVERAL_PEOPLE: "un identifiant mène à plusieurs personnes : dites à qui il est",
    Circumstance.RETAINED: "une loi ou un verrou le conserve",
    Circumstance.NOT_YET: "le système ne peut pas encore l'effacer",
    Circumstance.UNANSWERED: "qui le détient n'a pas répondu",
}

JUSTIFICATIONS = {
    Justification.REJECTED: "rejetée",
    Justification.UNFOUNDED: "manifestement infondée (RGPD art. 12, § 5)",
    Justification.EXCESSIVE: "excessive, notamment par son caractère répétitif (RGPD art. 12, § 5)",
    Justification.IDENTITY_FAILED: "on ne peut établir qui demande (RGPD art. 11, § 2, et art. 12, § 2)",
    Justification.EXPRESSION: "liberté d'expression et d'information (RGPD art. 17, § 3, point a)",
    Justification.LEGAL_OBLIGATION: "une loi nous oblige à conserver (RGPD art. 17, § 3, point b)",
    Justification.PUBLIC_HEALTH: "santé publique (RGPD art. 17, § 3, point c)",
    Justification.ARCHIVING: "archives, recherche ou statistiques d'intérêt public (RGPD art. 17, § 3, point d)",
    Justification.LEGAL_CLAIM: "droits en justice (RGPD art. 17, § 3, point e)",
    Justification.OTHERS_RIGHTS: "droits d'autrui (RGPD art. 15, § 4, et art. 20, § 4)",
    Justification.IMPOSSIBLE: "impossible à exécuter",
    Justification.COMPLEXITY: "la demande est complexe (RGPD art. 12, § 3)",
    Justification.VOLUME: "les demandes sont nombreuses (RGPD art. 12, § 3)",
    Justification.DELAY: "il y a un retard",
    Justification.IDENTITY_REQUIRED: "il faut établir qui demande (RGPD art. 12, § 6)",
    Justification.INFORMATION_REQUIRED: "il faut préciser ce qui est demandé (considérant 63)",
}

RUNGS = {
    Rung.SESSION: "nouvelle connexion au compte",
    Rung.LINK: "ouverture d'un lien à usage unique envoyé à l'adresse connue",
    Rung.EVIDENCE: "présentation d'un élément que l'un de nous a examiné",
}

DOUBTS = {
    Doubt.NOT_SIGNED_IN: "la demande a été faite sans connexion au compte",
    Doubt.OTHER_ADDRESS: "elle vient d'une adresse qui n'est pas connue",
    Doubt.ADDRESS_LOST: "la personne dit que l'adresse connue n'est plus la sienne",
    Doubt.SHARED_ADDRESS: "l'adresse mène aux données de plusieurs personnes",
    Doubt.CONTRADICTION: "ce qui a été dit ne concorde pas avec ce qui est connu",
    Doubt.REPRESENTATIVE: "quelqu'un demande pour le compte d'autrui",
}

DIRECTIVES = {
    Directive.ERASE: "effacer ses données",
    Directive.ERASE_SHARED: "effacer ses données, y compris les enregistrements qui montrent d'autres personnes",
    Directive.GIVE: "remettre à la personne les enregistrements qui montrent d'autres personnes",
    Directive.WITHHOLD: "ne pas remettre à la personne les enregistrements qui montrent d'autres personnes",
    Directive.ATTACH: "mettre dans la copie ce qui a été découpé à la main, à la place d'un enregistrement",
    Directive.LEAVE: "les laisser : il répond lui-même à la personne",
}

REFERRAL_STATES = {
    ReferralState.STANDING: "une instruction permanente était connue",
    ReferralState.ASKED: "interrogé, pas encore de réponse",
    ReferralState.INSTRUCTED: "nous a donné son instruction",
    ReferralState.LEFT: "répond lui-même à la personne",
    ReferralState.SILENT: "n'a pas répondu à temps",
    ReferralState.NOT_DONE: "son instruction n'a pas été exécutée",
    ReferralState.DONE: "exécuté, et il en a la preuve",
}

LETTERS = {
    LetterKind.RECEIPT: "accusé de réception",
    LetterKind.IDENTITY: "demande de montrer qui elle est",
    LetterKind.CLARIFICATION: "question à la personne",
    LetterKind.REFERRED: "qui d'autre décide",
    LetterKind.EXTENSION: "délai prolongé",
    LetterKind.ANSWER: "réponse",
    LetterKind.NO_DATA: "nous ne détenons rien",
    LetterKind.DONE: "ce qui a été effacé",
    LetterKind.STOPPED: "ce qui est arrêté",
    LetterKind.REFUSAL: "refus",
    LetterKind.NOT_IDENTIFIED: "identité non établie",
    LetterKind.UNANSWERED: "pourquoi il n'y a pas de réponse",
    LetterKind.HAND_OVER: "transmission à un responsable du traitement",
    LetterKind.HAND_OVER_REMINDER: "rappel à un responsable du traitement",
    LetterKind.HAND_OVER_RESULT: "preuve pour un responsable du traitement",
    LetterKind.CERTIFICATE: "attestation de fin de contrat",
    LetterKind.OWNER_ASKED: "demande au responsable d'un système",
    LetterKind.OWNER_REMINDER: "rappel au responsable d'un système",
    LetterKind.OWNER_TOLD: "avis au responsable d'un système",
    LetterKind.OWNER_SILENT: "le responsable d'un système ne répond pas",
    LetterKind.ESCALATION: "une échéance approche",
    LetterKind.DECISION: "décision à prendre aujourd'hui",
    LetterKind.BREACH: "une violation, à notifier sous 72 heures",
}

ADDRESSEES = {
    Addressee.SUBJECT: "la personne",
    Addressee.AGENT: "qui parle pour la personne",
    Addressee.CONTROLLER: "le responsable du traitement",
    Addressee.OWNER: "le responsable d'un système",
    Addressee.DPO: "le délégué à la protection des données",
}

HAPPENED = {
    Happened.RECEIVED: "La demande est arrivée.",
    Happened.OPENED: "Le dossier a été ouvert.",
    Happened.IDENTITY_ASKED: "Il a été demandé à la personne de montrer qui elle est.",
    Happened.IDENTITY_SHOWN: "Il a été établi qui demande.",
    Happened.QUESTION_ASKED: "Une question a été posée à la personne.",
    Happened.QUESTION_ANSWERED: "La personne a répondu.",
    Happened.LETTER: "Une lettre a été rédigée :",
    Happened.REFERRED: "Des données ont été transmises à un responsable du traitement :",
    Happened.APPROVED: "Le plan a été approuvé.",
    Happened.ENGAGED: "Le premier système a été modifié.",
    Happened.CLOSED: "Le dossier a été clos.",
}

TROUBLES = {
    Trouble.AWAY: "Le dossier ne répond pas pour le moment. Voici ce que le registre en conserve ; réessayez plus "
    "tard.",
    Trouble.LOST: "Temporal n'a plus ce dossier. Rien n'est perdu : la personne qui exploite l'installation le fait "
    "reprendre avec habeas resume. Voici ce que le registre en conserve.",
}

CHANNELS = {
    "mail": "courriel",
    "post": "courrier postal",
    "telephone": "téléphone",
    "support": "assistance",
    "other": "autre voie",
}

KINDS = {
    "email": "adresse électronique",
    "account_id": "compte",
    "participant_id": "participation à un événement",
    "stripe_customer": "client chez Stripe",
    "stripe_organisation": "organisation chez Stripe",
    "stripe_payment_method": "moyen de paiement chez Stripe",
    "enrichment_id": "fiche obtenue d'un tiers",
    "cookie_id": "identifiant du cookie d'un navigateur",
    "marketing_contact": "contact de prospection",
}

HOUSE = {MAIL: "Lettres", REGISTER: "Le registre"}

SAYINGS = {
    "NO_PLAN": "Il n'y a pas de plan sur lequel décider : le dossier en est à « {state} ».",
    "BEING_MADE": "Le plan est en train d'être refait : consultez-le, puis décidez.",
    "APPROVED": "Il a déjà été approuvé, par {by}.",
    "TOO_LATE": "L'effacement a commencé : il ne peut être annulé, et est mené jusqu'au bout.",
    "CANCELLED": "Le dossier est déjà en cours d'annulation.",
    "NOTHING_WAITS": "Rien n'attend d'être réessayé.",
    "NOT_STUCK": "Aucune étape de ce système n'est bloquée : seule une étape bloquée après l'approbation peut être "
    "attestée.",
    "NOT_BY_HAND": "Une copie ne peut être faite à la main : faites réparer le système et réessayez, ou annulez.",
    "OTHER_DIGEST": "Le plan a changé entre-temps : relisez-le, puis approuvez-le.",
    "OWN_CASE": "Vous avez ouvert ce dossier, et nul n'approuve ici son propre dossier : demandez à un collègue.",
    "STOPS": "Un élément du plan est à décider d'abord : {keys}. Puis réessayez, et un nouveau plan est établi.",
    "NO_HOLDING": "Le plan ne contient plus ce que vous avez choisi : relisez-le.",
    "NO_FUTURE": "Ce qui est conservé doit avoir une date de fin à venir.",
    "NO_EXCEPTION": "Ce n'est pas une exception à l'effacement (RGPD art. 17, § 3) : choisissez-en une.",
    "NOT_IN_DOUBT": "Cet identifiant ne fait plus l'objet d'un doute.",
    "CLOSING": "Le dossier est en cours de clôture : son résultat est connu.",
    "NOT_IDENTIFIED": "Rien n'est décidé avant de savoir qui demande : vérifiez-le d'abord.",
    "IDENTIFIED": "Il a déjà été vérifié qui demande.",
    "TOO_LATE_TO_ASK": "Il est trop tard pour interroger la personne : le dossier en est à « {state} ».",
    "UNDER_WAY": "Le dossier est en cours d'exécution : annulez-le, ou laissez-le aboutir.",
    "NOTHING_LEFT": "Il n'y a plus rien à décider : la personne est en train d'être informée, ou l'a été.",
    "NOTHING_TO_HOLD_BACK": "Il n'y a plus rien à retenir : notre propre part est faite.",
    "MORE_THAN_NEEDED": "C'est plus que ce qu'exige ce doute (RGPD art. 12, § 6, et art. 5, § 1, point c) : demandez "
    "moins.",
    "LESS_THAN_ASKED": "C'est moins que ce qui a été demandé : {asked}.",
    "NO_QUESTION": "Aucune question à la personne n'est ouverte.",
    "NO_CONTROLLER": "Rien n'a été transmis à ce responsable du traitement, ou il a déjà donné son instruction.",
    "NO_RECORDING": "Ce responsable n'a été interrogé sur aucun enregistrement de ce nom.",
    "NOTHING_ATTACHED": "L'instruction de joindre ce qui a été découpé à la main est donnée avec le "
    "fichier, et aucune autre ne l'est : voir la page prévue.",
    "NOT_WHAT_IS_ASKED": "Cela ne correspond pas à ce que la personne demande : une copie est remise ou "
    "non, des données sont effacées ou laissées.",
    "NO_REASON_FOR_MORE_TIME": "Un délai plus long exige l'une de deux raisons : la demande est complexe, ou les "
    "demandes "
    "sont nombreuses.",
    "EXTENDED": "Le délai a déjà été prolongé : ce n'est possible qu'une fois.",
    "NO_TIME_LEFT": "La date est passée : dès lors, elle ne peut être prolongée (RGPD art. 12, § 3).",
    "AT_ONCE": "Personne n'en décide : l'effet est immédiat (RGPD art. 21, § 3, et 7, § 3).",
    "ANSWERED": "La personne a déjà une réponse.",
    "NO_CODE": "Un refus exige l'un des motifs que prévoit la loi.",
    "NO_EVIDENCE": "Qui refuse pour cause de demande infondée ou excessive doit le démontrer (RGPD art. 12, § 5) : "
    "indiquez "
    "où c'est conservé.",
    "STANDS_STILL": "Le dossier est suspendu : laissez-le d'abord reprendre.",
    "STANDS_STILL_ALREADY": "Le dossier est déjà suspendu.",
    "LATER": "Le reste peut être effacé à partir du {day}, et le sera alors.",
    "GOES_ON": "Le dossier n'est pas suspendu.",
    "DUE_SOON": "La réponse est due bientôt.",
    "LATE": "L'effacement est en retard : il doit se faire dans les meilleurs délais (RGPD art. 17, § 1).",
    "UNANSWERED": "Le délai est écoulé sans réponse : la personne a été informée des motifs.",
    "NO_ADDRESS": "Aucune adresse n'est connue pour {controller} : transmettez par un autre moyen.",
    "NOT_HANDED_OVER": "La lettre à {controller} n'est pas partie : transmettez par un autre moyen.",
    "LETTER_NOT_SENT": "Une lettre n'est pas partie : {letter}.",
    "NOT_TOLD_IN_TIME": "La personne n'a pas pu être informée à temps, et sans cela le délai ne peut être prolongé.",
    "UNSIGNED": "Une approbation doit être signée, et celle-ci ne l'est pas.",
    "SECOND": "Une seconde approbation : {by} a approuvé.",
    "TURN": "Un autre dossier de la même personne, qui passe d'abord : {case}.",
    "OWNERS": "la réponse du responsable de : {system}",
    "OWNER_LATE": "{system} : son responsable a été relancé et ne répond pas.",
    "OWNER_SILENT": "{system} : son responsable n'a pas répondu dans le délai. Ce qui manque reste ouvert.",
    "OWNER_DECLINED": "{system} : son responsable dit que cela ne se peut pas. Examinez-le.",
    "OWNER_UNREACHED": "{system} : la lettre à son responsable n'est pas partie. Joignez-le autrement.",
    "OWNER_TOO_LATE": "{system} : son responsable a répondu en retard. Cherchez de nouveau s'il en est encore temps.",
    "CONTROLLERS": "Les instructions d'autres responsables du traitement.",
    "SAME_PERSON": "Vous avez déjà approuvé ce plan : il attend une autre personne.",
    "OTHER_PLAN": "Un autre plan a pris sa place : relisez-le, puis approuvez-le à nouveau.",
    "UNKNOWN_KEY": "Le registre ne connaît pas la clé à votre nom : demandez à la personne qui exploite "
    "l'installation de la faire connaître.",
    "REVOKED_KEY": "Votre clé a été révoquée : adressez-vous à la personne qui exploite l'installation.",
    "DOES_NOT_COUNT": "Le registre n'a pas accepté la signature : adressez-vous à la personne qui exploite "
    "l'installation.",
    "NOT_OPENED": "Personne n'a ouvert le lien envoyé à l'adresse connue : choisissez ce qui a réellement été montré.",
}
