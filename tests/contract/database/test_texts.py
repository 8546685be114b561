"""Texts are the same only if every letter is: whatever a database takes for the same, nobody else's rows go."""

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

TABLES = MetaData()
client = Table("client", TABLES, Column("code", String(40), primary_key=True), Column("mail", String(80)))
note = Table("note", TABLES, Column("id", Integer, primary_key=True), Column("who", String(40)))
reply = Table("reply", TABLES, Column("id", Integer, primary_key=True), Column("under", String(40)))
thread = Table("thread", TABLES, Column("title", String(40), primary_key=True), Column("who", String(40)))

RECORD = """
client:
  key: [code]
  category: account
  person: {pin: client, found_by: {email: {column: mail, ignores_case: true}}}
  columns: {code: , mail: }
note:
  key: [id]
  category: usage
  ties: [{by: {who: code}, table: client}]
  columns: {id: {is_personal: false}, who: }
thread:
  key: [title]
  category: usage
  ties: [{by: {who: code}, table: client}]
  columns: {title: , who: }
reply:
  key: [id]
  category: usage
  ties: [{by: {under: title}, table: thread}]
  columns: {id: {is_personal: false}, under: }
"""
ROWS = {
    "client": [{"code": "ana", "mail": "Ana@example.org"}, {"code": "bea", "mail": "anä@example.org"}],
    "note": [{"id": n, "who": who} for n, who in enumerate(("ana", "ANA", "án\u0061", "ana ", "bea"), 1)],
    "thread": [{"title": "hers", "who": "ana"}, {"title": "other", "who": "Ana"}],
    "reply": [{"id": n, "under": under} for n, under in enumerate(("hers", "HERS", "hers ", "other"), 1)],
}


async def test_only_what_is_hers_to_the_letter_goes(opens):
    """Capitals, accents and blanks tell keys apart; an address is found in any capitals where the record says so."""
    world = await opens(TABLES, RECORD, ROWS)
    assert await world.counts("ana@EXAMPLE.org") == {"account/company": 1, "usage/company": 3}
    assert await world.erase("ana@EXAMPLE.org") == {"account/company": 1, "usage/company": 3}
    assert await world.ids() == {"client": ["bea"], "note": [2, 3, 4, 5], "thread": ["other"], "reply": [2, 3, 4]}


@pytest.mark.parametrize("mail", ["anä@example.org", "ana@example.orG"], ids=["accent", "capital"])
async def test_an_address_is_one_persons(opens, mail):
    """One with an accent is another one."""
    world = await opens(TABLES, RECORD, ROWS)
    assert (await world.counts(mail))["account/company"] == 1
