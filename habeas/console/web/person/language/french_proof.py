"""The proof of what was done, in French."""

from .words import Proof

PROOF = Proof(
    heading="La preuve de ce qui a été fait",
    lead="Un certificat dit ce que sont devenues vos données, système par système, telles qu'elles ont été relues une "
    "fois le travail fini. Il est signé, et notre journal montre qu'il n'a pas été modifié depuis. Il sert quand vous "
    "voulez montrer cela à quelqu'un, par exemple à une autorité ou à un tribunal : chacun peut le vérifier sans "
    "passer par nous. Ce qu'il ne prouve pas y est écrit.",
    own="Le fichier opening.json montre que le certificat parle de vous, et dit qui vous êtes. Il n'est qu'à vous : ne "
    "le donnez qu'à ceux à qui vous voulez le montrer.",
    often="Vous pouvez récupérer la preuve aussi souvent que vous le voulez, tant que nos lettres peuvent être lues "
    "ici. Gardez-la : ensuite, elle ne peut plus être récupérée.",
    link="Récupérer la preuve (ZIP)",
    files={
        "README.txt": "ce texte",
        "certificate.nb.html": "le certificat comme page à lire, en norvégien",
        "certificate.fr.html": "la même page en français",
        "certificate.en.html": "la même page en anglais",
        "certificate.jws": "le certificat lui-même, signé : lui seul fait foi",
        "certificate.tlog-proof": "montre que le certificat figure dans notre journal",
        "checkpoint": "la longueur de notre journal à ce moment, signée",
        "jwks.json": "nos clés, par lesquelles les signatures se vérifient",
        "opening.json": "montre que le certificat parle de vous",
    },
    check="Décompressez tous les fichiers dans un même dossier. Qui dispose de Python et de Habeas, ou de son seul "
    "paquet habeas.evidence, y tape :",
    told="Aucun réseau n'est nécessaire. La réponse dit ce qui est prouvé, quelle clé a signé, et ce qui n'est pas "
    "prouvé.",
    keys="Qui ne veut pas s'en remettre à nous prend les clés à l'adresse où nous les publions : un faux certificat "
    "est accompagné de clés qui lui conviennent.",
)
