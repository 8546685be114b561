"""Ending something at once, in French."""

from .words import Stop

STOP = Stop(
    heading="Mettre fin à quelque chose, tout de suite",
    lead="Nous avons vu que vous lisez le courrier de cette adresse. Ce à quoi vous mettez fin ici s'arrête "
    "maintenant : personne n'a à l'approuver, et une lettre dit où (RGPD art. 7, § 3, et 21, § 3).",
    objection="Plus de prospection à mon égard",
    every="Retirer tous mes consentements",
    one="Retirer mon consentement : {consent}",
    one_hint="Le reste de ce à quoi vous avez consenti continue (RGPD art. 7, § 3).",
)
