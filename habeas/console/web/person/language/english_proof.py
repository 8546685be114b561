"""The proof of what was done, in English."""

from .words import Proof

PROOF = Proof(
    heading="Proof of what was done",
    lead="A certificate says what became of your data, system by system, as it was read back when we were done. It is "
    "signed, and our log shows that it was not changed since. It is for when you want to show this to somebody, such "
    "as an authority or a court: they can check it without asking us. What it does not prove is written on it.",
    own="The file opening.json shows that the certificate is about you, and says who you are. It is yours alone: give "
    "it only to those to whom you want to show that.",
    often="You can fetch the proof as often as you want, for as long as our letters can be read here. Keep it: after "
    "that it cannot be fetched.",
    link="Fetch the proof (ZIP)",
    files={
        "README.txt": "this text",
        "certificate.nb.html": "the certificate as a page to read, in Norwegian",
        "certificate.fr.html": "the same page in French",
        "certificate.en.html": "the same page in English",
        "certificate.jws": "the certificate itself, signed: this is what counts",
        "certificate.tlog-proof": "shows that the certificate is in our log",
        "checkpoint": "how long our log was then, signed",
        "jwks.json": "our keys, by which the signatures are checked",
        "opening.json": "shows that the certificate is about you",
    },
    check="Unpack all files into one folder. Whoever has Python and Habeas, or its package habeas.evidence alone, "
    "types there:",
    told="That needs no network. It says what is proved, whose key has signed it, and what is not proved.",
    keys="Whoever does not want to rely on our word gets the keys from the address at which we publish them: with a "
    "forged certificate come keys that fit it.",
)
