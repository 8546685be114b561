"""The page of whoever has a system without an API, in French."""

from .words import Choice, Owner

ERRORS = {
    "outcome": "Choisissez ce qu'il en est. Si vous avez envoyé des fichiers, il y a quelque chose.",
    "counts": "Écrivez un nombre pour chaque sorte, et plus de 0 pour l'une au moins.",
    "newest": "Écrivez la date du plus récent, ou laissez-la vide ; elle ne peut pas être à venir.",
    "done_on": "Écrivez le jour où cela a été cherché ou fait ; il ne peut pas être à venir.",
    "by": "Écrivez qui le dit : 70 caractères au plus.",
    "shown": "Écrivez ce qui le montre, ou pourquoi cela ne se peut pas : de 3 à 300 caractères.",
    "given": "Choisissez un PDF, une image, un ZIP ou un texte de 10 Mio au plus ; nous en acceptons cinq par "
    "sorte de données.",
    "category": "Choisissez la sorte de données dont relève le fichier.",
}
OWNER = Owner(
    title="Une personne demande ce qu'il en est de données que vous détenez",
    lead="Il s'agit de : {system}. Vous êtes interrogé en qualité de : {role}. Ce qui vous est demandé "
    "figure dans la lettre ci-dessous.",
    person="La personne est connue par",
    until="Nous attendons votre réponse jusqu'au",
    states={
        "asked": "Nous attendons votre réponse.",
        "answered": "Nous avons votre réponse.",
        "told": "Vous n'avez pas à répondre.",
        "over": "Le dossier est clos. Si vous avez quelque chose à ajouter, adressez-vous au délégué à la "
        "protection des données.",
    },
    files="Fichiers",
    file="Un fichier",
    file_hint="Un PDF, une image (JPEG ou PNG), un ZIP ou un texte de 10 Mio au plus ; cinq au plus par "
    "sorte de données. Il est scellé dès son arrivée.",
    send_file="Envoyer le fichier",
    answer="Votre réponse",
    what="Qu'en est-il ?",
    outcomes={
        "nothing": Choice(
            "Il n'y a rien",
            "Nous ne détenons rien sur cette personne dans ce système, pas même en copie.",
        ),
        "some": Choice(
            "Il y a quelque chose",
            "Indiquez ci-dessous combien il y en a de chaque sorte. Rien n'a été modifié ni effacé.",
        ),
        "erased": Choice(
            "C'est effacé",
            "Tout ce que la lettre mentionne a disparu, de même que nos propres copies.",
        ),
        "cannot": Choice(
            "Nous ne le pouvons pas, ou pas encore",
            "Indiquez ci-dessous pourquoi. Nous prendrons contact avec vous.",
        ),
    },
    counts="Combien il y en a, en lettres, feuillets ou entrées",
    newest="{title} : la date du plus récent",
    done_on="Quel jour cela a été cherché ou fait",
    by="Qui le dit",
    shown="Ce qui le montre, ou pourquoi cela ne se peut pas",
    shown_hint="Une liste, un numéro de dossier ou une référence qui vous permet de le retrouver. N'écrivez "
    "rien sur la personne.",
    submit="Donner la réponse",
    done={"answered": "Nous avons votre réponse. Merci.", "given": "Nous avons le fichier."},
)
