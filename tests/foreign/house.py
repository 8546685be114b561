"""A company that is not ours carries out real cases on Temporal's own server, and has edited YAML alone.

It is Chinook's shop, and has none of the systems that Habeas was built with: a record of processing of its own, and
that of its database, drafted and answered. The worker program and the `habeas` commands are all that it runs. Prints a
line for each thing that must hold; exits with 1 when one does not.
"""

import asyncio
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import chinook
import yaml
from box import NotSo
from erased import opened, places
from firm import FROM, Firm, founded
from imprint import Difference, Imprint, imprint, words
from maps import HERE, answered, answers_of, downloads
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from visit import read

from adapters.sql.hold import hold_table
from habeas.sandbox.postgres import READER
from habeas.system_file import load_database

NAME = "chinook"
GONE, OTHER = "luisg@embraer.com.br", "leonekohler@surfeu.de"
OURS = ("webinar", "stripe", "clearbit", "apihub", "enrichment")
COMPANY, SHOP = "Sillon SARL", "Le magasin de musique"
HOW = ("--verified-how", "the customer card", "--by", "ola")
ERASE = ("erase", "--email", "-", "--plan-only")
YEAR = datetime.now(UTC).year
LAST_FREE = YEAR - 11  # its invoices were kept for ten years from its end, which are over
_WHO = "(SELECT id FROM chinook_customer WHERE lower(email) = '{}')"
_INVOICES = f"SELECT id FROM chinook_invoice WHERE customer_id = {_WHO}"
_FREE = f'{_INVOICES.format(GONE)} AND extract(year FROM "InvoiceDate") <= {LAST_FREE}'
GOES = {
    "chinook_invoice": _FREE,
    "chinook_invoiceline": f"SELECT id FROM chinook_invoiceline WHERE invoice_id IN ({_FREE})",
}
EMPTIED = {"chinook_customer": f"SELECT id FROM chinook_customer WHERE lower(email) = '{GONE}'"}
# the data ends in 2013: as if it had been gathered until some years ago, a part of which the law still keeps
_LATER = f'UPDATE chinook_invoice SET "InvoiceDate" = "InvoiceDate" + interval \'{YEAR - 2020} years\''


async def main(got: Path) -> int:
    """Print a line for each thing that was looked at; what is downloaded is kept in the folder `got`."""
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        try:
            async with founded(Path(temporary), NAME) as firm:
                async for line in _looked_at(firm, got):
                    failures += line.startswith("FAILED")
                    print(line, flush=True)  # noqa: T201 - it is what was asked for
        except (NotSo, TimeoutError) as error:
            failures += 1
            print(f"FAILED: {error or 'it took too long'}", flush=True)  # noqa: T201 - as above
    return 1 if failures else 0


async def _looked_at(firm: Firm, got: Path) -> AsyncIterator[str]:
    await _filled(firm, got)
    async for line in _described(firm):
        yield line
    async with opened(firm.owner, load_database(_record(firm))) as ways, firm.serving():
        there = await firm.systems()
        yield _line(there == [NAME], f"the worker program serves the house and {NAME}, and no other system")
        await _enrolled(firm)
        for part in (_erased(firm, ways.owner), _exported(firm, ways.owner), _unknown(firm)):
            async for line in part:
                yield line


async def _filled(firm: Firm, got: Path) -> None:
    """The company as it was before it heard of Habeas, but for the credential that drafts."""
    await chinook.build(firm.owner, got)
    engine = create_async_engine(firm.owner)
    async with engine.begin() as connection:
        await connection.execute(text(_LATER))
        await connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER}"))
    await engine.dispose()


def _record(firm: Firm) -> Path:
    return firm.policy.parent / "systems" / f"{NAME}.yaml"


async def _described(firm: Firm) -> AsyncIterator[str]:
    """The two files that somebody writes: one by hand, one drafted and answered."""
    shutil.copy(HERE / "chinook-processing.yaml", firm.policy)
    drafted = await firm.do("map", "draft", "-", "--system", NAME, stdin=firm.reading)
    code, _, _ = await firm.typed("map", "check")
    yield _line(code == 1, f"the draft asks {drafted['open']} questions, and does not pass before they are answered")
    file = _record(firm)
    record = answered(yaml.safe_load(file.read_text()), answers_of(NAME))
    file.write_text(yaml.safe_dump(record, allow_unicode=True))
    wrong = [await firm.do("map", "check"), await firm.do("map", "check", file, "--url", "-", stdin=firm.reading)]
    yield _line(not any(one["to_mend"] for one in wrong), "answered, it fits the database, and the record is whole")


async def _enrolled(firm: Firm) -> None:
    """The DPO makes a key on a machine of her own, and hands in its public half."""
    public = firm.folder / "eva.jwk"
    public.write_text(json.dumps(await firm.do("approver", "key", "eva")))
    await firm.asked("approver", "add", "eva", "--role", "dpo", "--public-key", public)


async def _erased(firm: Firm, owner: AsyncEngine) -> AsyncIterator[str]:
    emptied, goes, before = await places(owner, EMPTIED), await places(owner, GOES), await _now(owner)
    refused, _, why = await firm.typed(*ERASE, *firm.at, stdin=GONE)
    is_asked = refused and "identity" in why
    yield _line(is_asked, "nobody is looked up before somebody says how their identity was verified")
    plan = await firm.asked(*ERASE, *HOW, stdin=GONE.upper())
    case, told = plan["case_id"], _told(plan["systems"].get(NAME, {}))
    is_planned = plan["state"] == "awaiting_decision" and [*plan["systems"]] == [NAME]
    yield _line(is_planned, f"a plan for {NAME} alone waits for a decision: {told}")
    code, _, _ = await firm.typed("approve", case, "0" * 64, "--by", "eva", *firm.at)
    yield _line(code and await _now(owner) == before, "nothing is touched, and another plan cannot be approved")
    done = await firm.asked("approve", case, plan["plan_digest"], "--by", "eva")
    for line in _outcome(done, len(goes), len(emptied)):
        yield line
    after = await _now(owner)
    is_all = Difference.of(before, after) == Difference(goes, frozenset(), emptied)
    yield _line(is_all, f"{len(before) - len(goes) - len(emptied)} other rows are as they were, by their hashes")
    yield _line(not await _left(owner), "the address is nowhere in the database any more, and nothing is on hold")
    async for line in _certified(firm, case):
        yield line


def _outcome(done: Mapping[str, Any], goes: int, emptied: int) -> Iterator[str]:
    """What is still to be done is in the plan: what a law keeps goes when its time is over."""
    counts, later = Counter(done["systems"][NAME]), {step["system"] for step in done["open_steps"]}
    is_done = done["state"] == "erased_with_open_steps" and later == {NAME}
    yield _line(is_done, f"the case is {done['state']}: {_told(counts)}")
    is_counted = goes > 0 and (counts["erased"], counts["anonymised"]) == (goes, emptied)
    is_kept = counts["left"] == counts["retained"] == counts["found"] - goes - emptied > 0
    yield _line(is_counted and is_kept, f"{goes} rows are deleted, {emptied} emptied; only what a law keeps is left")


async def _left(owner: AsyncEngine) -> list[str]:
    """Where the address still stands, with every hold."""
    async with owner.connect() as connection:
        said = [one for one in await words(connection) if GONE in one.casefold()]
        return [*said, *await connection.scalars(select(hold_table.c.item))]


async def _certified(firm: Firm, case: str) -> AsyncIterator[str]:
    out = firm.folder / "certificate"
    await firm.asked("certificate", case, "--out", out)
    told = await firm.do("verify", out / "certificate.jws")
    said = {line.strip().rpartition(" ")[0].partition(":")[0] for line in told["told"] if line.endswith(f" of {NAME}")}
    is_right = told["verified"] and {"erased", "anonymised", "retained"} <= said
    yield _line(is_right, f"habeas verify: the certificate is right; of {NAME} it says: {', '.join(sorted(said))}")
    outcomes = told["told"][told["told"].index("It says:") + 1 : told["told"].index("It does not prove:")]
    systems = {line.rpartition(" ")[2] for line in outcomes}
    yield _line(systems == {NAME, "habeas"}, "it names no other system, but Habeas for what itself keeps of the case")
    pages = [file.read_text() for file in out.glob("*.html")]
    is_theirs = len(pages) == 3 and all(COMPANY in page for page in pages)
    yield _line(
        is_theirs and not _foreign(*pages), "its pages in three languages name this company, and nothing of ours"
    )
    letters = firm.letters.letters()
    is_ours = letters and all(one.is_for(GONE) and FROM in str(one.message["From"]) for one in letters)
    yield _line(is_ours, f"{len(letters)} mails have left, to this customer alone and from the company's own address")
    async with firm.door() as door:
        page = await read(door, letters)
    says = f"31 December {YEAR + 1}" in page and "Invoices" in page and "L123-22" in page
    yield _line(says and not _foreign(page), "behind the link they read what a law keeps, and until when")


async def _exported(firm: Firm, owner: AsyncEngine) -> AsyncIterator[str]:
    before, file = await _now(owner), firm.folder / "bundle.zip"
    invoices = {str(key[0]) for _, key in await places(owner, {"chinook_invoice": _INVOICES.format(OTHER)})}
    done = await firm.asked("export", "--email", "-", "--out", file, *HOW, "--language", "fr", stdin=OTHER)
    is_ready = done["state"] == "ready" and [*done["systems"]] == [NAME]
    yield _line(is_ready, f"another customer's copy is ready: {_told(done['systems'].get(NAME, {}))}")
    with ZipFile(file) as bundle:
        customer, invoice = (
            json.loads(bundle.read(f"data/{NAME}/{NAME}-{one}.json")) for one in ("customer", "invoice")
        )
        page = bundle.read("index.html").decode()
    said = json.dumps([customer, invoice]).casefold()
    yield _line(OTHER in said and GONE not in said, "it has who they are, and nothing of who was erased")
    found = {str(row["id"]) for row in invoice}
    yield _line(invoices and invoices <= found, f"and all of their {len(invoices)} invoices")
    yield _line(SHOP in page and not _foreign(page), "its page in French names the shop, and nothing of our company")
    told = await firm.do("verify", file, "--jwks", firm.folder / "certificate" / "jwks.json")
    yield _line(told["verified"] and await _now(owner) == before, "habeas verify: it is as signed; no row has changed")


async def _unknown(firm: Firm) -> AsyncIterator[str]:
    nobody = await firm.asked("locate", "--email", "-", *HOW, stdin="nobody@sillon.example")
    yield _line(nobody["state"] == "no_data", "of whom the company does not know, nothing is held")
    code, out, _ = await firm.typed("object", "--email", "-", *HOW, *firm.at, stdin=OTHER)
    is_said = code and json.loads(out)["state"] == "nothing_changed" and "somebody has to do it" in out
    yield _line(is_said, "an objection to marketing, which no system can end here, is said to be for people to see to")


def _foreign(*texts: str) -> list[str]:
    """What these say of the company that Habeas was built for."""
    return [one for one in OURS if any(one in said.casefold() for said in texts)]


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)


async def _now(owner: AsyncEngine) -> Imprint:
    async with owner.connect() as connection:
        return await imprint(connection)


def _line(is_so: object, what: str) -> str:
    return f"{'ok' if is_so else 'FAILED'}: {what}"


if __name__ == "__main__":
    sys.exit(asyncio.run(main(downloads())))
