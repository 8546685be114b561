"""The outcomes in French, and the columns of their tables."""

from habeas.domain.outcome import Became

from ..column import Column
from .words import OutcomeWords

OUTCOMES = {
    Became.ERASED: OutcomeWords(
        "Effacé, et absent à la relecture",
        "Les données s'y trouvaient, elles ont été effacées et, quand le système a été relu ensuite, il n'en restait "
        "rien. Des données masquées, hachées ou remplacées par un code sont comptées comme non effacées et ne figurent "
        "jamais ici.",
    ),
    Became.ALREADY_ABSENT: OutcomeWords(
        "Déjà absent",
        "Les données ont été cherchées, et rien n'en a été trouvé, ni avant l'effacement ni après. Rien n'en a donc "
        "été effacé. Si elles s'y trouvaient auparavant n'est pas dit.",
    ),
    Became.ANONYMISED: OutcomeWords(
        "Anonymisé",
        "Les données n'ont pas été effacées : elles sont toujours là, sous une forme qui a réussi le test indiqué. Que "
        "personne n'y soit reconnaissable repose sur ce test. Masquer ou hacher ne suffit pas à anonymiser.",
    ),
    Became.RETAINED: OutcomeWords(
        "Conservé",
        "Les données n'ont pas été effacées et sont toujours là. Elles sont conservées pour le motif indiqué, jusqu'au "
        "jour indiqué (RGPD art. 17, § 3). Qu'elles soient effacées alors n'est pas prouvé par ce certificat.",
    ),
    Became.REFERRED: OutcomeWords(
        "Renvoyé au responsable qui en décide",
        "Les données n'ont pas été effacées. Le responsable du traitement indiqué en décide, et elles lui sont "
        "laissées. Ce qu'il décide ou a décidé n'est pas dit.",
    ),
    Became.UNDECIDED: OutcomeWords(
        "Non décidé",
        "Les données sont comptées comme non effacées. Pour la raison indiquée, rien de définitif n'a été décidé. Ce "
        "n'est ni un refus ni une décision de les conserver.",
    ),
    Became.INACCESSIBLE: OutcomeWords(
        "Inaccessible : la clé a été détruite",
        "Les données étaient chiffrées, et la clé qui les ouvre a été détruite. Les données chiffrées n'ont pas été "
        "effacées et peuvent être toujours là. Que personne ne puisse les lire repose sur le chiffrement et sur "
        "l'absence de toute autre copie de la clé.",
    ),
    Became.IN_BACKUP: OutcomeWords(
        "Peut-être encore dans des sauvegardes",
        "Des sauvegardes du système peuvent contenir encore ce qui en a été effacé, jusqu'au jour indiqué. Là où aucun "
        "jour n'est indiqué, on ne sait pas jusqu'à quand. Les sauvegardes n'ont pas été lues, et leur contenu n'a pas "
        "été compté.",
    ),
    Became.NOTIFIED: OutcomeWords(
        "Destinataires informés",
        "Le destinataire indiqué avait reçu les données, et a été informé de l'effacement (RGPD art. 19). S'il a "
        "effacé sa copie n'a pas été vérifié.",
    ),
    Became.OUTSIDE_REACH: OutcomeWords(
        "Copies hors de notre portée",
        "D'autres ont une copie, ou peuvent en avoir une, hors de portée des systèmes indiqués. Elle n'y a pas été "
        "effacée et, au moment du certificat, ils n'en étaient pas encore informés.",
    ),
    Became.ATTESTED: OutcomeWords(
        "Attesté par une personne, non relu",
        "Une personne déclare que les données ont été effacées à la main. Le système n'a pas été relu : leur "
        "disparition repose sur la seule parole de cette personne, et elles ne comptent pas parmi ce qui est dit "
        "effacé.",
    ),
    Became.REFUSED: OutcomeWords(
        "Refusé",
        "Pour ces données, la demande a été refusée, pour la raison indiquée. Elles n'ont pas été effacées.",
    ),
}
COLUMNS = {
    Column.SYSTEM: "Système",
    Column.CATEGORY: "Catégorie",
    Column.COUNT: "Trouvé",
    Column.LEFT: "Restant à la relecture",
    Column.ERASED_ON: "Motif de l'effacement",
    Column.CONTROLLER: "Responsable du traitement",
    Column.RECIPIENT: "Destinataire",
    Column.GROUND: "Motif",
    Column.EXCEPTION: "Exception prévue",
    Column.UNTIL: "Jusqu'au",
    Column.TEST: "Test réussi",
    Column.WHY: "Raison",
}
