"""The proof of what was done, in Norwegian (bokmål)."""

from .words import Proof

PROOF = Proof(
    heading="Bevis for det som ble gjort",
    lead="En attest sier hva som ble av opplysningene dine, system for system, slik det ble lest på nytt da vi var "
    "ferdige. Den er signert, og loggen vår viser at den ikke er endret siden. Den er til når du vil vise dette til "
    "noen, for eksempel en tilsynsmyndighet eller en domstol: De kan kontrollere den uten å spørre oss. Hva den ikke "
    "beviser, står på den.",
    own="Filen opening.json viser at attesten handler om deg, og sier hvem du er. Den er bare din: Gi den bare til dem "
    "du vil vise det til.",
    often="Du kan hente beviset så ofte du vil, så lenge brevene våre kan leses her. Ta vare på det: Etter det kan det "
    "ikke hentes.",
    link="Hent beviset (ZIP)",
    files={
        "README.txt": "denne teksten",
        "certificate.nb.html": "attesten som en side til å lese, på norsk",
        "certificate.fr.html": "den samme siden på fransk",
        "certificate.en.html": "den samme siden på engelsk",
        "certificate.jws": "selve attesten, signert: det er den som gjelder",
        "certificate.tlog-proof": "viser at attesten står i loggen vår",
        "checkpoint": "hvor lang loggen vår var da, signert",
        "jwks.json": "nøklene våre, som signaturene kontrolleres med",
        "opening.json": "viser at attesten handler om deg",
    },
    check="Pakk ut alle filene i én mappe. Den som har Python og Habeas, eller bare pakken habeas.evidence, skriver "
    "der:",
    told="Det trengs ikke noe nett til det. Svaret sier hva som er bevist, hvilken nøkkel som har signert, og hva som "
    "ikke er bevist.",
    keys="Den som ikke vil stole på oss, henter nøklene fra adressen der vi offentliggjør dem: Med en forfalsket "
    "attest følger nøkler som passer til den.",
)
