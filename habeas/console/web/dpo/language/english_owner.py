"""The words on owners of systems without an API, in English."""

from habeas.domain.manual import Demand, DemandState

from .words import Owners

OWNERS = Owners(
    caption="Asked of the owners of systems without an API",
    owner="System and owner",
    demand="What for",
    answers="What owners have answered",
    answers_lead="Their own words on who says so and what shows it. Nothing of it was read back.",
    no_answers="No owner has answered anything.",
    said="{demand}: {by} says so, on {date}: {reference}",
    cannot="{demand}: {by} says on {date} that it cannot be done: {reference}",
    file="File {number} ({title}, {kind}, {size} KiB)",
    demands={
        Demand.LOCATE: "what is held",
        Demand.GIVE: "what is held, and a copy of it",
        Demand.HOLD: "to hold it back",
        Demand.RELEASE: "to use it again",
        Demand.ERASE: "to erase it",
    },
    states={
        DemandState.ASKED: "asked, no answer yet",
        DemandState.LATE: "reminded, and you were told",
        DemandState.ANSWERED: "has answered",
        DemandState.DECLINED: "says that it cannot",
        DemandState.SILENT: "did not answer in time: it stays open",
        DemandState.UNREACHED: "the letter did not leave",
    },
)
