"""The forms of decisions in French."""

from habeas.console.web.dpo.decision import Deed
from habeas.console.web.dpo.field import Wrong

from .words import Counted, Deeds, Form, Input, NewCase

FORM = Form(
    what="Ce qui en découle",
    happens="Ce qui se passe",
    lasting="Ce qui est irréversible",
    told="Ce que la personne apprend",
    lost="Ce qui est perdu",
    by="C'est consigné comme votre décision : {name}.",
    go_on="Continuer et relire une dernière fois",
    confirm="Veuillez confirmer : {deed}",
    confirm_lead="Rien n'a encore été fait. Relisez les nombres et ce que vous avez écrit.",
    typed="Ce que vous avez écrit",
    change="Modifier",
    leave="Renoncer, retour au dossier",
    choose="Choisissez",
    optional="facultatif",
    errors=Counted("Un champ est à revoir", "{count} champs sont à revoir"),
    refused="Le dossier ne le permet pas maintenant, et rien n'a changé :",
    sent_before="Ce formulaire avait déjà été envoyé, avec un autre contenu. Rien de plus n'a été fait : consultez le "
    "dossier, puis renvoyez-le si vous le voulez toujours.",
    perhaps_done="Aucune réponse n'est arrivée à temps : c'est peut-être fait. Consultez le dossier, ou renvoyez ce "
    "formulaire tel quel : ce ne sera fait qu'une fois.",
    ended="Le dossier n'accepte plus de décision : il a pris fin, ou Temporal l'a perdu. Consultez le dossier.",
    no_signer="Une approbation est signée, et il n'y a pas ici de clé à votre nom. Demandez à la personne qui exploite "
    "l'installation d'en créer une et de la faire connaître (habeas approver), faites approuver par un collègue qui "
    "en a une, ou approuvez depuis votre propre machine (habeas approve).",
    new_due="La nouvelle date serait le {new} ; la date actuelle est le {old}.",
    numbers="Ce qui arriverait, à combien d'enregistrements et de fichiers",
    not_offered="Cela ne peut pas être décidé maintenant.",
    invalid="Le dossier n'a pas accepté ce qui a été saisi. Rien n'a été fait.",
    not_taken="Aucun fichier n'est arrivé, ou il n'est pas de ceux qui sont acceptés : MP4, WebM, M4A, "
    "MP3, Ogg ou WAV, 4 Gio au plus. Rien n'en a été conservé.",
    whole="{system} : en totalité",
)

WRONG = {
    Wrong.MISSING: "Ce champ est nécessaire.",
    Wrong.TOO_SHORT: "C'est trop court.",
    Wrong.TOO_LONG: "C'est trop long.",
    Wrong.NO_CHOICE: "Choisissez l'une des réponses proposées.",
    Wrong.NOT_OF_THIS: "Cela ne va pas avec ce qui est demandé : ôtez-le ou changez la demande.",
    Wrong.NO_DATE: "Écrivez une date sous la forme AAAA-MM-JJ.",
    Wrong.NO_MOMENT: "Écrivez un jour et une heure, comme 2026-03-05T14:30.",
    Wrong.NO_ADDRESS: "Écrivez une adresse électronique de la forme nom@example.org.",
    Wrong.NO_COOKIE: "Copiez l'identifiant tel qu'il figure dans le cookie : de 8 à 64 caractères sans espace.",
    Wrong.NOT_FUTURE: "Le jour doit être à venir.",
    Wrong.FUTURE: "Cela ne peut pas être à venir.",
}

DEEDS = {
    Deed.VERIFY: Deeds(
        title="Vérifier qui demande",
        submit="C'est bien la personne",
        what="Vous confirmez que c'est bien la personne qui demande, ou quelqu'un qui peut parler pour elle (RGPD art. "
        "12, § 6).",
        happens="Le dossier se poursuit aussitôt : on demande aux systèmes ce qu'ils détiennent. Une copie peut être "
        "faite "
        "sans autre décision ; un effacement attend d'abord l'approbation d'un plan.",
        lasting="Le fait que vous avez vérifié, comment et quand, reste consigné. La preuve elle-même n'est pas "
        "conservée "
        "(RGPD art. 5, § 1).",
        told="Rien par ce seul fait. La personne est informée du résultat à la fin.",
        lost="Rien.",
    ),
    Deed.ASK_IDENTITY: Deeds(
        title="Demander qui demande",
        submit="Interroger la personne",
        what="Il y a un doute raisonnable sur l'identité de qui demande. Demandez le minimum qui le dissipe (RGPD "
        "art. 12, "
        "§ 6, et art. 5, § 1, point c).",
        happens="Le dossier s'arrête jusqu'à ce qu'il soit établi qui demande. Un plan en attente est abandonné, puis "
        "refait.",
        lasting="Le fait que vous avez demandé, et pourquoi, reste consigné. La date la plus stricte ne bouge pas.",
        told="Ce qu'elle doit faire pour montrer qui elle est, et sur quoi porte le doute.",
        lost="Du temps : la personne attend jusqu'à ce qu'elle ait répondu.",
    ),
    Deed.REJECT_IDENTITY: Deeds(
        title="Clore faute d'identification",
        submit="Clore faute d'identification",
        what="Ce qui a été montré n'identifie pas la personne, et vous ne demandez rien de plus (RGPD art. 11, § 2, "
        "et art. "
        "12, § 2).",
        happens="Le dossier prend fin faute d'identification. Rien n'est modifié dans aucun système.",
        lasting="Le dossier est clos. La personne peut présenter une nouvelle demande, avec de quoi montrer qui elle "
        "est.",
        told="Que nous ne pouvons établir qui elle est, ce qu'elle peut ajouter et où elle peut se plaindre.",
        lost="Sa demande : rien n'est copié ni effacé.",
    ),
    Deed.REPLY: Deeds(
        title="Consigner la réponse de la personne",
        submit="Consigner la réponse",
        what="La personne a répondu par un autre moyen, et vous l'écrivez pour elle.",
        happens="La question est tenue pour répondue, et la suspension prend fin aujourd'hui.",
        lasting="La réponse reste au dossier jusqu'à la destruction de celui-ci.",
        told="Rien par ce fait.",
        lost="Rien.",
    ),
    Deed.CLARIFY: Deeds(
        title="Demander ce que la personne veut dire",
        submit="Envoyer la question",
        what="N'interrogez la personne que si ce qu'elle demande n'est pas clair (considérant 63 du RGPD).",
        happens="Une lettre avec votre question est déposée sur la page de la personne, qui en reçoit le lien. Le "
        "dossier "
        "n'est pas arrêté.",
        lasting="La lettre ne peut être rappelée. La date la plus stricte ne bouge pas ; une seconde date compte la "
        "suspension.",
        told="Votre question, mot pour mot.",
        lost="Rien.",
    ),
    Deed.LINK: Deeds(
        title="Dire à qui est un identifiant",
        submit="Consigner à qui il est",
        what="Un identifiant mène aux données de plusieurs personnes. Consultez-le d'abord, sur la page des "
        "identifiants.",
        happens="S'il est à cette personne, les systèmes sont interrogés à nouveau avec lui ; sinon, ce à quoi lui "
        "seul "
        "mène est laissé de côté. Dans les deux cas, un nouveau plan est établi.",
        lasting="Le nouveau plan doit être approuvé à nouveau. Vous pouvez décider autrement tant qu'aucun plan n'est "
        "approuvé.",
        told="Rien par ce seul fait.",
        lost="S'il lui est attribué à tort, des données d'une autre personne peuvent être effacées.",
    ),
    Deed.DIRECT: Deeds(
        title="Consigner une instruction",
        submit="Consigner l'instruction",
        what="Un client nous a dit que faire de ses propres données sur la personne (RGPD art. 28, § 3, point a).",
        happens="Effacer : ses données entrent dans le plan, ou font l'objet d'un plan à part. Laisser : rien n'en est "
        "touché, et le client répond lui-même à la personne.",
        lasting="Une instruction est consignée une seule fois dans un dossier, avec votre nom et l'endroit où elle est "
        "conservée.",
        told="À la fin, ce qui a été fait des données.",
        lost="Effacer : les données du client sur la personne, une fois le plan approuvé et exécuté.",
    ),
    Deed.ATTACH: Deeds(
        title="Joindre ce qui a été découpé à la main",
        submit="Sceller le fichier et le joindre",
        what="Un client a découpé la partie de la personne dans un enregistrement qui montre d'autres "
        "personnes (RGPD art. 15, § 4).",
        happens="Le fichier est scellé dès son arrivée et prend dans la copie la place de cet "
        "enregistrement. Quand chaque enregistrement du client a le sien, la copie est faite.",
        lasting="Tant que le client est attendu, un autre fichier peut le remplacer ; ensuite, plus rien ne change.",
        told="Dans la copie : qu'il a été découpé à la main, et par qui.",
        lost="Rien. Si le fichier montre aussi d'autres personnes, la personne les verra : regardez-le d'abord.",
    ),
    Deed.KEEP: Deeds(
        title="Conserver un élément",
        submit="Le conserver",
        what="Un élément du plan doit rester en raison d'une exception à l'effacement (RGPD art. 17, § 3).",
        happens="Un nouveau plan est établi, dans lequel il est conservé jusqu'à la date que vous indiquez.",
        lasting="Le nouveau plan doit être approuvé à nouveau. D'ici là, vous pouvez changer le fondement et la date.",
        told="À la fin : ce qui a été conservé, sur quel fondement et jusqu'à quand (RGPD art. 12, § 4).",
        lost="Rien.",
    ),
    Deed.APPROVE: Deeds(
        title="Approuver le plan",
        submit="Approuver et effacer",
        what="Vous approuvez le plan qui a l'empreinte ci-dessous, et aucun autre.",
        happens="Chaque système est contrôlé, puis les données sont mises hors d'usage, puis effacées. Les "
        "destinataires "
        "connus sont informés (RGPD art. 19). Tant que l'effacement n'a pas commencé, tout est annulé en cas d'échec.",
        lasting="Dès que l'effacement commence, rien ne peut en être annulé, et il est mené jusqu'au bout.",
        told="Ce qui a été effacé, ce qui a été conservé et pourquoi, et à qui le reste a été transmis.",
        lost="Les données « à effacer », définitivement. Si le compte en fait partie, la personne ne peut plus se "
        "connecter, et le contrat qui en a besoin prend fin.",
    ),
    Deed.REFUSE: Deeds(
        title="Refuser la demande",
        submit="Refuser",
        what="Toute la demande est refusée. Les exceptions sont étroites ; pour n'en conserver qu'une partie, "
        "conservez-la dans le plan.",
        happens="Le dossier prend fin par un refus. Rien n'est modifié dans aucun système.",
        lasting="Le refus ne peut être retiré ; la personne peut présenter une nouvelle demande.",
        told="Votre motif, mot pour mot, le droit de se plaindre à une autorité et celui de saisir un tribunal (RGPD "
        "art. "
        "12, § 4).",
        lost="Sa demande : rien n'est copié ni effacé.",
    ),
    Deed.RETRY: Deeds(
        title="Réessayer",
        submit="Réessayer maintenant",
        what="Ce qui est bloqué est réessayé aussitôt. Tant qu'un plan attend, les systèmes sont interrogés à nouveau.",
        happens="L'étape en attente recommence. Avant une décision, un nouveau plan est établi d'après ce qui est "
        "détenu "
        "maintenant.",
        lasting="Rien. Si les données ont changé, le nouveau plan a une autre empreinte.",
        told="Rien par ce fait.",
        lost="Rien.",
    ),
    Deed.ATTEST: Deeds(
        title="Attester ce qui a été fait à la main",
        submit="C'est fait à la main",
        what="Une étape est bloquée, et quelqu'un l'a accomplie par un autre moyen.",
        happens="Le dossier se poursuit sans cette étape, et indique qu'elle a été attestée et non relue.",
        lasting="Votre parole tient lieu de contrôle, et reste consignée.",
        told="À la fin, ce qui a été fait.",
        lost="La preuve par relecture, pour ce système.",
    ),
    Deed.EXTEND: Deeds(
        title="Prolonger le délai",
        submit="Prolonger de deux mois",
        what="Deux mois de plus, une seule fois, parce que la demande est complexe ou que les demandes sont nombreuses "
        "(RGPD art. 12, § 3).",
        happens="Une lettre est envoyée à la personne avant la première date ; la date ne bouge qu'une fois la lettre "
        "partie.",
        lasting="C'est possible une fois, et irréversible.",
        told="La nouvelle date et votre motif, mot pour mot, et où elle peut se plaindre.",
        lost="La personne attend jusqu'à deux mois de plus.",
    ),
    Deed.PAUSE: Deeds(
        title="Suspendre le dossier",
        submit="Suspendre",
        what="Rien du dossier n'avance jusqu'à ce que quelqu'un le laisse reprendre.",
        happens="Aucun plan ne peut être approuvé, et rien ne commence.",
        lasting="Rien : le dossier peut reprendre à tout moment.",
        told="Rien par ce fait.",
        lost="Du temps : aucune date ne bouge, et le délai de la personne court.",
    ),
    Deed.RESUME: Deeds(
        title="Reprendre le dossier",
        submit="Reprendre",
        what="Le dossier est suspendu.",
        happens="Il reprend où il en était.",
        lasting="Rien.",
        told="Rien par ce fait.",
        lost="Rien.",
    ),
    Deed.CANCEL: Deeds(
        title="Annuler le dossier",
        submit="Annuler le dossier",
        what="Le dossier s'arrête, et tout reste comme avant.",
        happens="Ce qui a été commencé est annulé. Si l'effacement a commencé, il est trop tard, et le dossier le dit.",
        lasting="Le dossier prend fin. La personne devrait présenter une nouvelle demande.",
        told="Que rien n'a été fait, et où elle peut se plaindre.",
        lost="Sa demande : rien n'est copié ni effacé.",
    ),
}

INPUTS = {
    "rung": Input("Comment la personne a montré qui elle est", "Le minimum qui suffit."),
    "ask-identity.rung": Input("Que demander", "Le minimum qui dissipe le doute : davantage n'est pas permis."),
    "how": Input("Plus précisément", "Pour mémoire, comme « reconnexion le 5 mars ». Ni copie ni numéro de pièce."),
    "doubt": Input("Quel est le doute"),
    "reason": Input("Motif", "De 3 à 500 caractères."),
    "refuse.reason": Input("Motif pour la personne", "Elle le lit mot pour mot. De 3 à 500 caractères."),
    "reject-identity.reason": Input("Motif", "Ce qui manquait. De 3 à 500 caractères."),
    "text": Input("La réponse", "Telle que la personne l'a donnée. Jusqu'à 4000 caractères."),
    "question": Input("Votre question", "Elle la lit mot pour mot. De 3 à 1000 caractères."),
    "controller": Input("Quel responsable du traitement"),
    "directive": Input("Ce qu'il nous demande"),
    "reference": Input("Où est conservée l'instruction", "Par exemple un numéro. Aucune donnée personnelle."),
    "item": Input("Quel enregistrement"),
    "cut_by": Input("Qui l'a découpé", "Tel que la personne le lira : une équipe ou une fonction suffit."),
    "file": Input("Le fichier", "MP4, WebM, M4A, MP3, Ogg ou WAV, 4 Gio au plus. Son nom n'est pas conservé."),
    "link.reference": Input("Quel identifiant", "Par sa référence : voir la page des identifiants."),
    "is_theirs": Input("Est-il à cette personne ?"),
    "digest": Input("L'empreinte du plan"),
    "holding": Input("Ce qui doit rester"),
    "justification": Input("Pour quelle raison"),
    "keep.justification": Input("Selon quelle exception (RGPD art. 17, § 3)"),
    "ground": Input("Fondement", "La loi ou la prétention, comme « Code de commerce L123-22 ». La personne le lit."),
    "until": Input("Jusqu'à quand", "Un jour à venir, sous la forme AAAA-MM-JJ."),
    "evidence": Input(
        "Où sont conservées les preuves",
        "Nécessaire pour « infondée » et « excessive » : c'est à vous de le démontrer (RGPD art. 12, § 5). La "
        "personne ne "
        "le lit pas.",
    ),
    "words": Input("Motif pour la personne", "Elle le lit mot pour mot. De 3 à 1000 caractères."),
    "system": Input("Quel système"),
    "what": Input("Ce qui a été fait à la main, et par qui", "De 3 à 500 caractères. Aucune donnée personnelle."),
    "right": Input("Ce qui est demandé"),
    "email": Input("L'adresse électronique de la personne"),
    "cookie_id": Input(
        "L'identifiant du cookie de son navigateur",
        "Si la personne l'a donné : lui seul permet de retrouver ses visites et ses choix quant aux cookies.",
    ),
    "received_at": Input("Quand la demande est arrivée", "Au premier canal atteint, dans le fuseau {zone}."),
    "channel": Input("Par quel canal"),
    "language": Input("Langue de la réponse"),
    "country": Input("Où la personne dit se trouver", "Cela désigne son autorité de contrôle."),
    "new.rung": Input("Comment il a été vérifié qui demande", "Sinon, le dossier interroge la personne."),
    "new.how": Input("Plus précisément", "Nécessaire en cas de vérification. Ni copie ni numéro de pièce."),
    "copy_first": Input("Une copie avant l'effacement", "Rien n'est effacé avant qu'elle ait pu être retirée."),
    "consent": Input("Quel consentement est retiré", "Seulement pour un retrait de consentement (RGPD art. 7, § 3)."),
}

NEW = NewCase(
    title="Ouvrir un dossier",
    lead="Pour une demande arrivée par courriel, par la poste ou par téléphone.",
    consequences=(
        "Le délai de réponse court à compter de l'arrivée de la demande, non d'aujourd'hui.",
        "La personne reçoit un accusé de réception avec la date à laquelle elle aura une réponse.",
        "S'il n'est pas vérifié qui demande, rien n'est recherché avant que cela le soit.",
        "Si la personne a déjà un dossier ouvert pour le même droit, celui-ci prend fin et y renvoie.",
    ),
    submit="Ouvrir le dossier",
    zone="Fuseau horaire",
    not_yet="pas encore vérifié : interroger la personne",
    no_copy="pas de copie d'abord",
    all_consents="tous, ou aucun retrait",
    unknown="inconnu",
)
