"""The letter: it names who really received this person's data and where it came from, and whom to complain to."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest

from habeas.bundle.contents import Contents
from habeas.bundle.pack import BundleOffice
from habeas.bundle.stage import stage
from habeas.domain.error import Permanent
from habeas.domain.house import Packaging
from habeas.domain.language import Language
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, Record
from habeas.domain.receipt import CollectReceipt, Withheld
from habeas.domain.right import Right
from habeas.policy import load_processing
from habeas.vault.case_files import CaseFiles

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PROCESSING = load_processing(Path(__file__).parents[2] / "policy" / "processing.yaml")
RECEIVED = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
ACCOUNT = Record("account", {"id": 1})
NOT_DISCLOSED = "No single disclosure of your data is on record."
UNPROTECTED = "We have no safeguard on record for this transfer that is in force today."
PAGES = {Language.ENGLISH: "index.html", Language.FRENCH: "index.fr.html", Language.NORWEGIAN: "index.nb.html"}


class Text(HTMLParser):
    """A page's text by the heading that it stands under, without what is in `style`."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.parts, self.tag, self.part, self.english = {}, "", "", []
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.tag = tag
        self.part = dict(attributes).get("id", self.part)
        if ("lang", "en") in attributes and tag in ("dd", "th"):
            self.english.append(tag)

    def handle_data(self, data):
        if self.tag != "style":
            self.parts[self.part] = self.parts.get(self.part, "") + data


def disclosed(recipient: str, country: str = "US", at: str = "2026-01-02T10:00:00+00:00") -> Record:
    what = {"what": "e-mail address", "ground": "legitimate interest"}
    return Record("disclosures", {"recipient": recipient, "country": country, **what, "at": at})


async def staged(kept, system: str, *entries: Entry, right: Right = Right.ACCESS) -> CollectReceipt:
    async def stream() -> AsyncIterator[Entry]:
        for entry in entries:
            yield entry

    order = CollectOrder(case_id=CASE, system=system, right=right, as_of=RECEIVED, identifiers=())
    return await stage(stream(), order, PROCESSING.of(system), kept.sealer)


async def letter(kept, language=Language.ENGLISH, country=None, right=Right.ACCESS, **systems) -> Text:
    """The page in one language, of what the systems have."""
    receipts = [await staged(kept, system, *entries, right=right) for system, entries in systems.items()]
    contents = Contents(CASE, right, RECEIVED, receipts, PROCESSING, country=country)
    kept.pack(contents)
    with ZipFile(kept.bundle) as bundle:
        return Text(bundle.read(PAGES[language]).decode())


async def test_l_20_the_letter_names_who_really_got_the_data(kept):
    """L-20 (c): recipients are those on record for this person, with country, what, ground and last day."""
    hers = await letter(kept, enrichment=[disclosed("Acme SAS", "FR"), disclosed("Acme SAS", "FR", "2026-02-01")])
    his = await letter(kept, enrichment=[disclosed("Zeta Ltd", "GB")])
    hers, his = hers.parts["recipients"], his.parts["recipients"]
    for words in ("Acme SAS", "France", "e-mail address", "legitimate interest", "1 February 2026"):
        assert words in hers
    assert "2 January 2026" not in hers
    assert ("Zeta Ltd" in hers, "Zeta Ltd" in his, "Acme SAS" in his) == (False, True, False)
    assert "United Kingdom" in his


async def test_a_disclosure_less_makes_another_letter(kept):
    """Whoever takes a disclosure off the record changes the letter; with none left it says that there is none."""
    rows = [disclosed("Acme SAS", "FR"), disclosed("Zeta Ltd", "GB")]
    letters = [await letter(kept, accounts=[ACCOUNT], enrichment=rows[:count]) for count in (2, 1, 0)]
    both, one, none = (one.parts["recipients"] for one in letters)
    assert ("Zeta Ltd" in both, "Zeta Ltd" in one, "Acme SAS" in one) == (True, False, True)
    assert NOT_DISCLOSED not in both + one
    assert NOT_DISCLOSED in none


async def test_l_20_without_a_disclosure_the_letter_says_who_could_receive_it(kept):
    """L-20 (c): where nobody is on record, who may receive data of these kinds is named, with what they get."""
    part = (await letter(kept, accounts=[ACCOUNT])).parts["recipients"]
    assert "that yours did is not on record" in part
    assert "APIHub, Inc. (Clearbit) (United States)" in part
    assert "What: the e-mail address only" in part
    assert "Stripe" not in part


async def test_who_is_on_record_is_no_longer_somebody_who_may_be(kept):
    """A recipient on record, by whichever of its names, is not also said to have received nothing."""
    part = (await letter(kept, accounts=[ACCOUNT], enrichment=[disclosed("apihub, inc.")])).parts["recipients"]
    assert "that yours did is not on record" not in part


async def test_l_20_a_transfer_is_told_with_its_safeguard_or_without(kept):
    """L-20 (2), P-2: a safeguard is told only where it is in force for that country; else that there is none."""
    known = disclosed("Stripe"), disclosed("Acme SAS", "FR"), disclosed("APIHub, Inc."), disclosed("Stripe", "IN")
    told = []
    for row in known:
        part = (await letter(kept, enrichment=[row])).parts["recipients"]
        told.append([w in part for w in ("Standard contractual clauses", "Within the EEA", UNPROTECTED)])
    assert told == [[True, False, False], [False, True, False], [False, False, True], [False, False, True]]


async def test_a_processor_is_named_where_something_is_held_with_it(kept):
    """L-20 (c): Stripe receives what is held of bills, under clauses; of somebody without bills it has nothing."""
    part = (await letter(kept, billing=[Record("bank", {"brand": "visa"})])).parts["recipients"]
    assert "Stripe (Ireland, United States): works on it for us. What: Your payment card." in part
    assert "Standard contractual clauses" in part


async def test_l_20_organisers_and_sources_are_those_of_the_records(kept):
    """L-20 (c), (g): the customer that organised the event and who gave public information have their own names."""
    hers = await letter(
        kept,
        recordings=[Record("participant", {"organiser": name}) for name in ("Fjord AS", "Acme", "Fjord AS", None)],
        enrichment=[Record("public information", {"source": "Registry of Oslo"})],
    )
    his = await letter(
        kept,
        recordings=[Record("participant", {"id": 1})],
        enrichment=[Record("public information", {"city": "Oslo"})],
    )
    assert "Acme; Fjord AS (where that recipient is established)" in hers.parts["recipients"]
    assert "the customer that organised the event" in his.parts["recipients"]
    assert "We got it from somebody else: Registry of Oslo" in hers.parts["enrichment-public-information"]
    assert "We got it from somebody else: APIHub, Inc. (Clearbit)" in his.parts["enrichment-public-information"]


async def test_many_disclosures_are_told_as_far_as_a_person_reads(kept):
    """Memory stays flat: the page tells some, says that there are more, and the file has all."""
    rows = [disclosed(f"Company {n}", "FR") for n in range(700)]
    part = (await letter(kept, enrichment=rows)).parts["recipients"]
    assert part.count("Company ") == 500
    assert "There are more" in part


@pytest.mark.parametrize("gap", ["recipient", "country", "what", "ground"])
async def test_l_20_a_disclosure_that_names_nobody_makes_no_letter(kept, gap):
    """L-20: an answer that cannot name a recipient is not given; the complaint tells no value."""
    with pytest.raises(Permanent, match="does not say who got what") as caught:
        await letter(kept, enrichment=[Record("disclosures", {**disclosed("Acme SAS").fields, gap: None})])
    assert "Acme" not in str(caught.value)


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("NO", ("Norway: Datatilsynet", "www.cnil.fr")),
        ("FR", ("France: Commission nationale", "leads in matters that concern us")),
        ("DE", ("edpb.europa.eu", "www.cnil.fr")),
        (None, ("edpb.europa.eu", "www.cnil.fr", "www.datatilsynet.no")),
    ],
)
async def test_p_7_the_letter_names_an_authority_of_the_persons_country(kept, country, told):
    """P-7: the person's authority if their country is known, the lead always, how to find others if not."""
    part = (await letter(kept, country=country, accounts=[ACCOUNT])).parts["rights"]
    assert all(words in part for words in told)
    assert ("edpb.europa.eu" in part) == (country in ("DE", None))


@pytest.mark.parametrize("language", ["nb", "fr"])
async def test_l_25_what_is_withheld_is_told_in_the_language_where_it_is_known(kept, language):
    """L-25: known reasons are translated; others stay English, and are marked as such."""
    known = "a password is kept only as a hash; the hash is a secret, and is never handed out"
    withheld = [Withheld(system="accounts", category="account", why=why) for why in (known, "odd")]
    told = await letter(
        kept, Language(language), right=Right.PORTABILITY, accounts=withheld, activity=[Record("usage", {})]
    )
    part = told.parts["withheld"]
    assert {"nb": "Et passord lagres bare", "fr": "Un mot de passe n'est"}[language] in part
    assert {"nb": "etter en berettiget interesse", "fr": "en vertu d'un intérêt légitime"}[language] in part
    assert "odd" in part
    assert told.english == ["dd"]


@pytest.mark.parametrize("language", ["nb", "fr", "en"])
async def test_l_23_how_much_was_cut_is_told(kept, language):
    """L-23: where a part was cut out, the person reads of what, and how much of it."""
    cut = Withheld(system="accounts", category="account", why="odd", item="event-2/recording-2", cut=3, of=8)
    told = await letter(kept, Language(language), accounts=[cut, ACCOUNT])
    said = {"nb": "3 av 8 avsnitt", "fr": "3 passages sur 8", "en": "3 of 8 passages"}[language]
    assert "event-2/recording-2" in told.parts["withheld"]
    assert said in told.parts["withheld"]


async def test_a_portable_bundle_says_that_access_gives_more(kept):
    """L-26: what was not collected is not said not to be: recipients are told by the right of access."""
    told = await letter(kept, right=Right.PORTABILITY, accounts=[ACCOUNT], enrichment=[disclosed("Acme SAS")])
    everything = " ".join(told.parts.values())
    assert "what the right of access gives you" in everything
    assert NOT_DISCLOSED not in everything
    assert "recipients" not in told.parts


async def test_a_record_is_text_and_nothing_else(kept):
    """Markup and control characters in names of recipients and sources do not become part of the page."""
    hostile = "<script>alert(1)</script>\x00\x1b[31m"
    entries = [disclosed(hostile, hostile, at=hostile), Record("public information", {"source": hostile})]
    told = await letter(kept, enrichment=entries, recordings=[Record("participant", {"organiser": hostile})])
    assert told.parts["recipients"].count("<script>alert(1)</script>\ufffd\ufffd[31m") == 4
    assert not {"\x00", "\x1b"} & set("".join(told.parts.values()))


async def test_l_25_the_office_packs_in_the_language_of_the_request(kept):
    """L-25: index.html is in the language that was asked for; the others are beside it."""
    receipts = (await staged(kept, "accounts", ACCOUNT),)
    packaging = Packaging(
        case_id=CASE, right=Right.ACCESS, received_at=RECEIVED, receipts=receipts, language=Language.FRENCH
    )
    pack = await BundleOffice(CaseFiles(kept.folder, kept), PROCESSING).packer(packaging)
    kept.last = pack(lambda: None)
    with ZipFile(kept.bundle) as bundle:
        page = bundle.read("index.html").decode()
        assert bundle.namelist()[1:4] == ["index.html", "index.en.html", "index.nb.html"]
    assert '<html lang="fr">' in page
    assert "<title>Vos données personnelles</title>" in page
    assert "1er mars 2026 à 09 h 05 UTC" in page
    assert '<a href="index.nb.html" lang="nb" hreflang="nb">Norsk bokmål</a>' in page
