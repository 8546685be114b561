"""The words on owners of systems without an API, in Norwegian (bokmål)."""

from habeas.domain.manual import Demand, DemandState

from .words import Owners

OWNERS = Owners(
    caption="Spurt om av dem som har systemer uten grensesnitt",
    owner="System, og hvem som har det",
    demand="Om hva",
    answers="Hva de som har systemer, har svart",
    answers_lead="Deres egne ord om hvem som sier det, og hva som viser det. Ingenting av det er lest tilbake.",
    no_answers="Ingen av dem har svart noe.",
    said="{demand}: {by} sier det, den {date}: {reference}",
    cannot="{demand}: {by} sier den {date} at det ikke kan gjøres: {reference}",
    file="Fil {number} ({title}, {kind}, {size} kiB)",
    demands={
        Demand.LOCATE: "hva som finnes",
        Demand.GIVE: "hva som finnes, og en kopi av det",
        Demand.HOLD: "å legge det til side",
        Demand.RELEASE: "å bruke det igjen",
        Demand.ERASE: "å slette det",
    },
    states={
        DemandState.ASKED: "spurt, uten svar så langt",
        DemandState.LATE: "minnet på det, og du fikk beskjed",
        DemandState.ANSWERED: "har svart",
        DemandState.DECLINED: "sier at det ikke går",
        DemandState.SILENT: "svarte ikke i tide: det blir stående åpent",
        DemandState.UNREACHED: "brevet ble ikke sendt",
    },
)
