"""The words on owners of systems without an API, in French."""

from habeas.domain.manual import Demand, DemandState

from .words import Owners

OWNERS = Owners(
    caption="Demandé aux responsables de systèmes sans interface",
    owner="Système et responsable",
    demand="Quoi",
    answers="Ce que ces responsables ont répondu",
    answers_lead="Leurs propres mots : qui le dit, et ce qui le montre. Rien n'en a été relu.",
    no_answers="Aucun responsable n'a répondu.",
    said="{demand} : {by} le dit, le {date} : {reference}",
    cannot="{demand} : {by} dit le {date} que cela ne se peut pas : {reference}",
    file="Fichier {number} ({title}, {kind}, {size} Kio)",
    demands={
        Demand.LOCATE: "ce qui est détenu",
        Demand.GIVE: "ce qui est détenu, et une copie",
        Demand.HOLD: "de le mettre de côté",
        Demand.RELEASE: "de l'utiliser de nouveau",
        Demand.ERASE: "de l'effacer",
    },
    states={
        DemandState.ASKED: "interrogé, toujours sans réponse",
        DemandState.LATE: "relancé, et vous en avez été averti",
        DemandState.ANSWERED: "a répondu",
        DemandState.DECLINED: "dit que cela ne se peut pas",
        DemandState.SILENT: "n'a pas répondu dans le délai : cela reste ouvert",
        DemandState.UNREACHED: "la lettre n'est pas partie",
    },
)
