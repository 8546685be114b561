"""The mails: fixed words and a link, the same for everybody, so that a mail tells nothing of whom it is to.

`{link}` is filled in. The person and whoever speaks for them are told the same. The mail that asks who they are has
words of its own, so that it can be told from the others: it must be opened for anything to go on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from habeas.domain.language import Language
from habeas.domain.letter import Addressee, Letter, LetterKind


@dataclass(frozen=True)
class MailWords:
    """A mail's subject, and its text with a place for the link."""

    subject: str
    text: str


_PERSON = {
    Language.NORWEGIAN: MailWords(
        "Du har fått et brev",
        "Hei,\n\nvi har skrevet et brev til deg. Du kan lese det her:\n\n{link}\n\n"
        "Lenken er bare til deg. Del den ikke med noen. Har du ikke ventet noe brev, kan du se bort fra "
        "denne e-posten.\n",
    ),
    Language.FRENCH: MailWords(
        "Une lettre vous attend",
        "Bonjour,\n\nNous vous avons écrit une lettre. Vous pouvez la lire ici :\n\n{link}\n\n"
        "Ce lien n'est destiné qu'à vous : ne le transmettez à personne. Si vous n'attendiez pas de lettre, vous "
        "pouvez ignorer ce message.\n",
    ),
    Language.ENGLISH: MailWords(
        "There is a letter for you",
        "Hello,\n\nWe have written you a letter. You can read it here:\n\n{link}\n\n"
        "The link is for you alone: do not share it. If you did not expect a letter, you may ignore this mail.\n",
    ),
}

_WHO = {
    Language.NORWEGIAN: MailWords(
        "Vis at det er deg",
        "Hei,\n\nvi har fått en henvendelse med denne adressen. Før vi går videre, må vi vite at det er du som spør. "
        "Åpne lenken:\n\n{link}\n\n"
        "Den virker én gang og er bare til deg. Del den ikke med noen. Har du ikke spurt om noe, kan du se bort fra "
        "denne e-posten: Da blir ingenting gjort.\n",
    ),
    Language.FRENCH: MailWords(
        "Montrez que c'est bien vous",
        "Bonjour,\n\nNous avons reçu une demande avec cette adresse. Avant de continuer, nous devons savoir que c'est "
        "bien vous qui demandez. Ouvrez ce lien :\n\n{link}\n\n"
        "Il ne sert qu'une fois et n'est destiné qu'à vous : ne le transmettez à personne. Si vous n'avez rien "
        "demandé, vous pouvez ignorer ce message : rien n'est fait alors.\n",
    ),
    Language.ENGLISH: MailWords(
        "Show that it is you",
        "Hello,\n\nWe have received a request with this address. Before we go on, we need to know that it is you who "
        "asks. Open this link:\n\n{link}\n\n"
        "It works once, and is for you alone: do not share it. If you have asked for nothing, you may ignore this "
        "mail: nothing is done then.\n",
    ),
}

_CONTROLLER = {
    Language.NORWEGIAN: MailWords(
        "Et brev til dere som behandlingsansvarlig",
        "Hei,\n\ndet ligger et brev til dere som behandlingsansvarlig her:\n\n{link}\n\n"
        "Lenken er bare til dem hos dere som har ansvar for personvern. Brevet har en frist, så les det snart.\n",
    ),
    Language.FRENCH: MailWords(
        "Une lettre pour vous, responsable du traitement",
        "Bonjour,\n\nUne lettre vous attend ici, en votre qualité de responsable du traitement :\n\n{link}\n\n"
        "Ce lien n'est destiné qu'aux personnes chargées chez vous de la protection des données. La lettre fixe un "
        "délai : veuillez la lire sans tarder.\n",
    ),
    Language.ENGLISH: MailWords(
        "A letter to you as controller",
        "Hello,\n\nThere is a letter to you as controller here:\n\n{link}\n\n"
        "The link is only for those who are in charge of data protection with you. The letter sets a date: please read "
        "it soon.\n",
    ),
}

_OWNER = {
    Language.NORWEGIAN: MailWords(
        "Et brev om et system du har ansvar for",
        "Hei,\n\ndet ligger et brev til deg om et system du har ansvar for her:\n\n{link}\n\n"
        "Lenken er bare til dem hos dere som har med systemet å gjøre. Brevet kan ha en frist, så les det snart.\n",
    ),
    Language.FRENCH: MailWords(
        "Une lettre sur un système dont vous êtes responsable",
        "Bonjour,\n\nUne lettre vous attend ici, au sujet d'un système dont vous êtes responsable :\n\n{link}\n\n"
        "Ce lien n'est destiné qu'aux personnes chargées chez vous de ce système. La lettre peut fixer un délai : "
        "veuillez la lire sans tarder.\n",
    ),
    Language.ENGLISH: MailWords(
        "A letter about a system that you are in charge of",
        "Hello,\n\nThere is a letter to you here, about a system that you are in charge of:\n\n{link}\n\n"
        "The link is only for those who are in charge of that system with you. The letter may set a date: please read "
        "it soon.\n",
    ),
}

_DPO = {
    Language.NORWEGIAN: MailWords("En sak venter på deg", "En sak venter på deg:\n\n{link}\n"),
    Language.FRENCH: MailWords("Un dossier vous attend", "Un dossier vous attend :\n\n{link}\n"),
    Language.ENGLISH: MailWords("A case waits for you", "A case waits for you:\n\n{link}\n"),
}

MAILS: Mapping[Addressee, Mapping[Language, MailWords]] = {
    Addressee.SUBJECT: _PERSON,
    Addressee.AGENT: _PERSON,
    Addressee.CONTROLLER: _CONTROLLER,
    Addressee.OWNER: _OWNER,
    Addressee.DPO: _DPO,
}


def mail_words(letter: Letter) -> MailWords:
    """The words of the mail that leads to this letter."""
    is_person = letter.addressee in (Addressee.SUBJECT, Addressee.AGENT)
    asks_who = is_person and letter.kind is LetterKind.IDENTITY
    return (_WHO if asks_who else MAILS[letter.addressee])[letter.language]
