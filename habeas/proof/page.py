"""A certificate as a page for people: what a data protection officer hands over, in the person's language.

It needs no network and no script. What counts is the signed file: the page puts it into words.
"""

from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from habeas.domain.language import Language
from habeas.domain.processing import ProcessingRecord
from habeas.evidence.certificate import CERTIFICATE, Certificate

from .column import FORMS
from .facts import Facts
from .language.book import WORDS
from .predicate import predicate

_PAGE = "certificate.html"


def page(certificate: Certificate, processing: ProcessingRecord, language: Language, zone: ZoneInfo) -> str:
    """The HTML document; moments are those of that zone, titles those of the record of processing.

    Raises Unreadable where a field of the certificate has not its form.
    """
    words = WORDS[language]
    facts = Facts(certificate, predicate(certificate), processing, words, zone)
    return _template().render(facts=facts, words=words, forms=FORMS)


def pages(certificate: Certificate, processing: ProcessingRecord, zone: ZoneInfo) -> dict[str, str]:
    """The document in each language, by the name that its file has beside the certificate. Raises as `page` does."""
    return {f"{CERTIFICATE}.{one}.html": page(certificate, processing, one, zone) for one in Language}


@cache
def _template() -> Template:
    """To compile it takes longer than to fill it in."""
    environment = Environment(
        loader=PackageLoader("habeas.proof"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(_PAGE)
