"""The person's door in French."""

from habeas.domain.referral import ReferralState
from habeas.domain.right import Right

from .french_owner import ERRORS as OWNER_ERRORS
from .french_owner import OWNER
from .french_proof import PROOF
from .french_stop import STOP
from .words import Ask, Case, Choice, Complaint, Controller, Errors, Link, Lost, Mail, Page, Withdraw, Words

FRENCH = Words(
    visitor={
        "person": "Votre demande",
        "controller": "Pour le responsable du traitement",
        "owner": "Pour le responsable du système",
    },
    own_page={
        "person": "Votre demande",
        "controller": "Ce qui vous a été transmis",
        "owner": "Ce qui vous a été demandé",
    },
    navigation="Pages",
    rights={
        Right.ACCESS: "une copie de vos données (RGPD art. 15)",
        Right.PORTABILITY: "vos données sous une forme que vous pouvez emporter (RGPD art. 20)",
        Right.ERASURE: "l'effacement de vos données (RGPD art. 17)",
        Right.CONFIRMATION: "de savoir si nous détenons des données vous concernant (RGPD art. 15, § 1)",
        Right.OBJECTION: "la fin de la prospection à votre égard (RGPD art. 21, § 3)",
        Right.WITHDRAWAL: "le retrait de votre consentement (RGPD art. 7, § 3)",
    },
    mail=Mail(
        "Le lien que vous avez demandé",
        "Bonjour,\n\nVoici le lien demandé depuis votre page :\n\n{link}\n\n"
        "Ce lien n'est destiné qu'à vous : ne le transmettez à personne. Si vous ne l'attendiez pas, vous pouvez "
        "ignorer ce message.\n",
    ),
    complaint=Complaint(
        heading="Votre droit de réclamation",
        lead="Si vous estimez que nous ne traitons pas vos données comme la loi l'exige, vous pouvez à tout moment et "
        "sans frais introduire une réclamation auprès d'une autorité de contrôle (RGPD art. 77) :",
        court="Vous pouvez aussi saisir un tribunal (RGPD art. 79), que vous ayez ou non introduit une réclamation.",
    ),
    errors=Errors(
        heading="Il manque quelque chose, ou quelque chose n'est pas juste",
        fields={
            **OWNER_ERRORS,
            "right": "Choisissez ce que vous demandez.",
            "email": "Indiquez une adresse électronique de la forme nom@example.org.",
            "reply_to": "Indiquez votre adresse électronique actuelle, de la forme nom@example.org.",
            "cookie_id": "Copiez l'identifiant tel qu'il figure dans le cookie, de 8 à 64 caractères sans espace, ou "
            "laissez vide.",
            "country": "Choisissez un pays dans la liste, ou ne choisissez rien.",
            "reply": "Écrivez votre réponse, en 4 000 caractères au plus.",
            "file": "Choisissez un PDF ou une image (JPEG ou PNG) de 10 Mio au plus.",
            "files": "Nous avons assez de fichiers de votre part, et nous allons les examiner.",
            "directive": "Choisissez ce que nous devons faire.",
            "who": "Indiquez qui donne cette instruction, en 70 caractères au plus.",
            "reference": "Indiquez où l'instruction est classée, en 3 à 300 caractères.",
        },
    ),
    ask=Ask(
        title="Vos données personnelles : faire une demande",
        lead="Vous pouvez demander ce que nous détenons à votre sujet, en obtenir une copie, le faire effacer et "
        "mettre fin à la prospection. C'est gratuit, et vous n'avez pas à dire pourquoi.",
        right="Que demandez-vous ?",
        choices={
            "access": Choice(
                "Une copie de mes données",
                "Tout ce que nous détenons à votre sujet : d'où cela vient, à quoi cela sert, qui l'a reçu et combien "
                "de temps nous le conservons (RGPD art. 15).",
            ),
            "portability": Choice(
                "Une copie à emporter",
                "Ce que vous nous avez fourni et ce qui est né de votre utilisation du service, dans des fichiers que "
                "d'autres programmes savent lire (RGPD art. 20).",
            ),
            "erasure": Choice(
                "Effacer mes données",
                "Nous effaçons ce qu'aucune loi ne nous oblige à conserver. C'est irréversible, et un compte disparaît "
                "alors (RGPD art. 17).",
            ),
            "copy_then_erasure": Choice(
                "D'abord une copie, puis effacer",
                "Vous recevez une copie de vos données, et nous ne les effaçons qu'ensuite (RGPD art. 15 et 17).",
            ),
            "confirmation": Choice(
                "Détenez-vous quelque chose sur moi ?",
                "Vous recevez un oui ou un non, sans copie (RGPD art. 15, § 1).",
            ),
            "objection": Choice(
                "Plus de prospection à mon égard",
                "Nous l'arrêtons dès que vous avez ouvert le lien, sans que personne ait à l'approuver. Vous "
                "n'avez pas à dire pourquoi (RGPD art. 21, § 2 et 3).",
            ),
            "withdrawal": Choice(
                "Retirer tous mes consentements",
                "Ce qui repose sur votre consentement s'arrête dès que vous avez ouvert le lien. Ce qui a été "
                "fait avant reste licite (RGPD art. 7, § 3).",
            ),
        },
        email="Votre adresse électronique",
        email_hint="Celle que vous avez utilisée chez nous. Nous y envoyons un lien.",
        lost="Je n'ai plus cette adresse",
        cookie="L'identifiant de notre cookie, si vous le souhaitez",
        cookie_hint="Les pages visitées dans un navigateur, et ce qui y a été choisi quant aux cookies, ne sont "
        "enregistrés que sous cet identifiant. Votre navigateur l'affiche parmi les données de ce site. Laissez vide, "
        "et nous ne les cherchons pas.",
        country="Où vous habitez",
        country_hint="Cela indique de quelle autorité vous relevez, et rien d'autre.",
        elsewhere="Un autre pays, ou je préfère ne pas le dire",
        submit="Envoyer la demande",
        then="Ce qui se passe ensuite",
        steps=(
            "Vous recevez un message avec un lien. Il ouvre une page qui est à vous : vous y montrez que l'adresse est "
            "la vôtre.",
            "Nous cherchons vos données dans tous nos systèmes.",
            "Vous recevez notre réponse sur votre page, dans un délai d'un mois à compter d'aujourd'hui.",
        ),
    ),
    lost=Lost(
        title="Faire une demande sans son ancienne adresse",
        lead="Nous vous connaissons sous une adresse électronique que vous ne pouvez plus lire. Un lien ne peut alors "
        "pas montrer qui vous êtes, et nous vous demandons autre chose qui le montre. Quelqu'un chez nous l'examine, "
        "puis nous l'effaçons.",
        old="L'adresse que vous utilisiez chez nous",
        old_hint="C'est par elle que nous trouvons vos données.",
        new="Votre adresse actuelle",
        new_hint="Nous y envoyons un lien. Il ouvre une page sur laquelle vous pouvez montrer qui vous êtes.",
        back="J'ai toujours mon adresse",
    ),
    asked=Page(
        "Votre demande est arrivée",
        (
            "Un message avec un lien est parti à l'adresse que vous avez indiquée. Il arrive en quelques minutes.",
            "Ouvrez le lien pour continuer : il montre que l'adresse est la vôtre. Rien n'est fait avant cela.",
            "Si aucun message n'arrive, regardez parmi les indésirables, ou recommencez : il manque peut-être une "
            "lettre dans l'adresse.",
        ),
    ),
    link=Link(
        title="Continuer",
        lead="Vous êtes arrivé ici par un lien reçu dans un message. Appuyez sur le bouton pour l'utiliser. Si vous "
        "n'attendiez pas ce message, fermez cette page : rien n'est fait alors.",
        button="Continuer",
    ),
    dead=Page(
        "Ce lien n'ouvre rien",
        (
            "Il a déjà servi, il a expiré, ou il n'est pas entier.",
            "Utilisez le lien du dernier message que vous avez reçu de nous. Un lien qui remet une copie ne sert "
            "qu'une fois : vous pouvez vous en faire envoyer un nouveau depuis votre page.",
        ),
    ),
    signed_out=Page(
        "Ouvrir votre page par un lien",
        (
            "Il n'y a pas de mot de passe ici. Chacun de nos messages contient un lien vers votre page : ouvrez le "
            "dernier.",
            "Pour votre sécurité, votre page se ferme au bout de 30 minutes. Rien de ce que vous avez envoyé n'est "
            "perdu.",
        ),
    ),
    case=Case(
        title="Votre demande",
        asked="Le {date}, vous avez demandé {right}.",
        where="Où elle en est",
        stages={
            "received": "Votre demande est arrivée.",
            "identity": "Nous devons savoir que c'est bien vous qui demandez. Rien n'est fait avant cela.",
            "planning": "Nous cherchons vos données dans tous nos systèmes.",
            "awaiting_decision": "Nous avons trouvé ce qu'il y a. Quelqu'un chez nous se prononce maintenant sur "
            "chaque partie.",
            "carrying_out": "Nous faisons ce que vous avez demandé.",
            "answering": "Nous rédigeons notre réponse.",
            "waiting_for_day": "Ce que nous pouvons effacer l'est. Le reste ne peut pas encore l'être : notre "
            "lettre dit à partir de quelle date il le sera.",
            "waiting_for_controller": "Notre propre part est faite. Certaines données appartiennent à d'autres, et "
            "nous attendons leur décision.",
            "located": "Elle est close : nous détenons des données vous concernant. La lettre ci-dessous en dit plus.",
            "ready": "Elle est close : votre copie est prête.",
            "erased": "Elle est close : vos données sont effacées. La lettre ci-dessous dit lesquelles, et ce qui a dû "
            "rester.",
            "erased_with_open_steps": "Elle est close : vos données sont effacées, sauf quelque chose qui le sera plus "
            "tard. La lettre ci-dessous dit quoi et quand.",
            "nothing_changed": "Elle est close, et rien n'a changé.",
            "all_retained": "Elle est close : rien n'a pu être effacé. La lettre ci-dessous dit pourquoi.",
            "refused": "Elle est close : nous n'avons pas fait ce que vous demandiez. La lettre ci-dessous dit "
            "pourquoi.",
            "not_identified": "Elle est close : nous n'avons pas pu établir que c'était vous qui demandiez.",
            "no_data": "Elle est close : nous ne détenons aucune donnée vous concernant.",
            "stopped": "Elle est close : ce dont vous avez demandé la fin est arrêté. La lettre ci-dessous dit où.",
            "duplicate": "Elle est close : vous aviez déjà demandé la même chose, et cette demande-là suit son cours. "
            "Utilisez le lien des messages qui la concernent.",
        },
        steps={
            "came": "Votre demande arrive",
            "who": "Nous nous assurons que c'est vous",
            "work": "Nous cherchons, décidons et agissons",
            "answer": "Vous recevez notre réponse",
        },
        step_done="(fait)",
        due="Vous aurez notre réponse le {date} au plus tard.",
        due_with_pauses="En comptant les jours où nous vous avons attendu, ce serait le {date} ; nous nous en tenons à "
        "la date la plus proche.",
        due_waits="Nous attendons maintenant votre réponse. La loi peut nous accorder ces jours en plus ; nous nous en "
        "tenons à la date la plus proche tant que nous le pouvons.",
        needed="Ce qu'il nous faut de vous",
        needs={
            "nothing": "Rien pour le moment. Nous vous écrivons dès qu'il y a du nouveau.",
            "link": "Ouvrez le lien du message où nous demandons qui vous êtes. Il ne sert qu'une fois.",
            "confirm": "Vous avez ouvert le lien, mais cela n'a pas pu être transmis. Appuyez sur le bouton pour "
            "réessayer.",
            "session": "Connectez-vous encore une fois à votre compte chez nous, et refaites la demande de là.",
            "evidence": "Envoyez-nous quelque chose qui montre que c'est vous. Cachez ce qui n'a pas besoin d'être vu, "
            "par exemple un numéro d'identité ou une photo. Quelqu'un chez nous l'examine, puis nous l'effaçons "
            "aussitôt.",
        },
        confirm="C'est bien moi : réessayer",
        file="Un fichier qui montre qui vous êtes",
        file_hint="PDF, JPEG ou PNG, 10 Mio au plus. Il est scellé aussitôt.",
        send_file="Envoyer le fichier",
        pieces="Fichiers reçus de vous : {number}. Seule la personne qui décide peut les lire.",
        question="Nous avons une question",
        reply="Votre réponse",
        send_reply="Envoyer la réponse",
        copy="Votre copie",
        copy_lead="Votre copie est prête ({size}). Nous envoyons un lien à l'adresse par laquelle vous avez fait la "
        "demande. Il ne sert qu'une fois : récupérez la copie sur un appareil à vous, et gardez-la en lieu sûr.",
        copy_sealed="Elle est scellée pour la clé que vous avez donnée : rien d'autre ne l'ouvre.",
        send_link="M'envoyer le lien",
        fetched="La copie a été récupérée le {moment}. Elle ne peut l'être qu'une fois. Si ce n'était pas vous, ou "
        "s'il vous la faut de nouveau, écrivez-nous.",
        letters="Nos lettres",
        no_letters="Il n'y a pas encore de lettre.",
        session="Pour votre sécurité, cette page se ferme au bout de 30 minutes. Un lien reçu dans un message la "
        "rouvre.",
        done={
            "sent": "Un lien est parti à l'adresse par laquelle vous avez fait la demande. Il ne sert qu'une fois, et "
            "pendant un jour.",
            "reply": "Nous avons bien reçu votre réponse.",
            "evidence": "Nous avons bien reçu votre fichier. Il est scellé.",
            "withdrawn": "Vous avez retiré votre demande.",
            "stopped": "C'est en train de s'arrêter. Un message vous parviendra, avec un lien vers une lettre qui dit "
            "où.",
        },
    ),
    proof=PROOF,
    stop=STOP,
    withdraw=Withdraw(
        heading="Retirer votre demande",
        lead="Vous pouvez retirer votre demande tant que rien n'a été effacé.",
        link="Ce que cela signifie, et comment faire",
        title="Retirer votre demande",
        lines=(
            "Nous nous arrêtons, et tout reste comme avant votre demande. Ce que nous avons mis de côté pour vous "
            "entre-temps est supprimé.",
            "Vous ne recevez plus de réponse à cette demande. Vous n'y perdez aucun droit : vous pouvez en faire une "
            "nouvelle à tout moment.",
        ),
        button="Retirer la demande",
        too_late="Ce n'est plus possible : vos données sont en cours d'effacement, ou la demande est close.",
        back="Retour à votre demande",
    ),
    controller=Controller(
        title="Une demande portant sur vos données",
        lead="Une personne fait une demande sur des données que nous détenons pour {name}. Vous en êtes le responsable "
        "du traitement : nous n'en faisons rien sans instruction de votre part (RGPD art. 28, § 3, point a).",
        asks="La personne demande",
        received="Reçue par nous le",
        person="L'adresse électronique de la personne",
        by="Nous attendons votre instruction jusqu'au",
        state="État",
        states={
            ReferralState.STANDING: "Votre instruction permanente est suivie.",
            ReferralState.ASKED: "Nous attendons votre instruction.",
            ReferralState.INSTRUCTED: "Nous avons votre instruction.",
            ReferralState.LEFT: "Vous répondez vous-même à la personne.",
            ReferralState.SILENT: "Le délai est écoulé, sans instruction.",
            ReferralState.NOT_DONE: "Votre instruction n'a pas été exécutée. Nous prendrons contact avec vous.",
            ReferralState.DONE: "Votre instruction a été exécutée.",
        },
        held="Ce que nous détenons pour vous sur cette personne",
        category="Catégorie",
        count="Nombre",
        shown="Enregistrements qui montrent la personne avec d'autres, et quand elle y figure",
        recording="Enregistrement",
        when="Quand",
        instruct="Votre instruction",
        decide="Que devons-nous faire ?",
        choices={
            "erase": Choice("Effacer", "Nous effaçons pour vous les données du tableau. C'est irréversible."),
            "erase_shared": Choice(
                "Effacer, y compris les enregistrements qui montrent d'autres personnes",
                "Comme ci-dessus, et ces enregistrements en entier, pour tous ceux qu'ils montrent. "
                "C'est irréversible.",
            ),
            "give": Choice(
                "La personne reçoit les enregistrements",
                "La copie que nous faisons pour la personne contient en entier les enregistrements du tableau.",
            ),
            "withhold": Choice(
                "La personne ne les reçoit pas",
                "La copie contient ses propres paroles, et rien d'autre de ces enregistrements.",
            ),
            "leave": Choice(
                "Ne rien faire : nous répondons nous-mêmes à la personne",
                "Nous n'y touchons pas. Votre propre délai continue de courir (RGPD art. 12, § 3).",
            ),
        },
        who="Qui donne cette instruction",
        reference="Où elle est classée chez vous",
        reference_hint="Un numéro de dossier ou une référence qui vous permet de la retrouver. N'écrivez rien sur la "
        "personne.",
        submit="Donner l'instruction",
        done={"instructed": "Nous avons votre instruction. Vous serez informé de ce qui a été fait."},
    ),
    owner=OWNER,
)
