"""The frame of the pages in French."""

from habeas.console.web.failure import Failure
from habeas.domain.language import Language
from habeas.domain.staff import Role

from .words import SignIn, Words

FRENCH = Words(
    code=Language.FRENCH,
    name="Français",
    languages="Langues",
    skip="Aller au contenu",
    about="Demandes relatives aux données personnelles",
    signed_in="Connexion ouverte : {name}",
    sign_out="Se déconnecter",
    failed="Cela n'a pas fonctionné",
    back="Vers la première page",
    sign_in=SignIn(
        title="Se connecter",
        lead="Ce que vous consultez et décidez ici est consigné, avec votre nom et le dossier.",
        token="Votre jeton",  # noqa: S106 - a label
        submit="Se connecter",
        account="Se connecter avec le compte de l'entreprise",
    ),
    roles={Role.DPO: "délégué à la protection des données", Role.SUPPORT: "assistance", Role.AUDITOR: "audit"},
    failures={
        Failure.NOT_UNDERSTOOD: "Cette demande n'est pas valable. Rien n'a été fait.",
        Failure.SIGN_IN_EXPIRED: "La connexion a pris trop de temps ou n'a pas commencé dans ce navigateur. "
        "Reconnectez-vous.",
        Failure.ACCOUNT_REFUSED: "Le service de comptes n'a pas confirmé votre identité. Aucune session n'a été "
        "ouverte.",
        Failure.NO_ROLE: "Votre compte n'a aucun rôle ici. Adressez-vous à la personne qui gère les comptes de votre "
        "entreprise.",
        Failure.NOT_A_TOKEN: "Ce jeton n'est pas valable.",
        Failure.SIGNED_OUT: "Votre session est terminée. Rien n'a été fait.",
        Failure.FOREIGN_FORM: "Le formulaire a expiré ou ne vient pas de cette page. Rien n'a été fait : revenez en "
        "arrière, rechargez la page et réessayez.",
        Failure.NOT_ALLOWED: "Votre rôle ne le permet pas.",
        Failure.NOT_FOUND: "Il n'y a rien à cette adresse.",
        Failure.NOT_NOW: "Ce n'est pas possible actuellement. Rien n'a changé.",
        Failure.TOO_LARGE: "L'envoi est trop volumineux. Rien n'a été fait.",
        Failure.ELSEWHERE: "Cette page n'est pas accessible à cette adresse.",
        Failure.TOO_MANY: "Trop de demandes. Patientez un peu, puis réessayez.",
        Failure.DEFECT: "Une erreur s'est produite de notre côté.",
        Failure.UNAVAILABLE: "Un système nécessaire ne répond pas. Réessayez plus tard.",
        Failure.NOT_NOTED: "Votre consultation n'a pas pu être consignée : rien n'est affiché et rien n'a été fait.",
    },
)
