"""The sandbox's people are who their constants say, and are the same each time."""

from datetime import UTC, datetime

from habeas.domain.identifier import email
from habeas.sandbox import accounts, activity, people, recordings
from habeas.sandbox.person import Person
from habeas.sandbox.seed import seed

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROWS = list(seed(NOW))


def rows(table: object) -> list[dict[str, object]]:
    return [row for of, row in ROWS if of is table]


def customers(person: Person) -> set[object]:
    organiser = {row["id"]: row["customer_id"] for row in rows(recordings.event)}
    return {organiser[part.event_id] for part in person.participations}


def test_the_same_moment_gives_the_same_rows() -> None:
    assert list(seed(NOW)) == ROWS


def test_every_address_is_well_formed_and_of_a_domain_for_examples() -> None:
    domains = {email(person.email).value.split("@")[1] for person in people.people()}
    assert domains == {"example.org", "example.com", "example.net"}


def test_a_person_shows_no_personal_data_when_printed() -> None:
    for person in people.people():
        assert person.email not in repr(person)
        assert person.last_name not in repr(person)


def test_every_constant_is_among_the_people_once() -> None:
    named = [value for value in vars(people).values() if isinstance(value, Person)]
    assert {id(p) for p in people.people()} == {id(p) for p in (*named, *people.BYSTANDERS)}
    assert len({p.email.lower() for p in people.people()}) == len(people.people())


def test_systems_say_where_something_is_held() -> None:
    held = {person.email: person.systems for person in people.people()}
    assert held[people.UNKNOWN.email] == ()
    assert held[people.SUSPENDED.email] == ("accounts", "activity")
    assert held[people.SOLO_SPEAKER.email] == ("recordings",)
    everywhere = ("accounts", "recordings", "billing", "enrichment", "activity", "marketing")
    assert held[people.HOST_AND_PARTICIPANT.email] == everywhere
    assert held[people.ONLY_A_READER.email] == ("marketing",)


def test_two_of_three_customers_have_a_standing_instruction() -> None:
    instructed = {row["id"] for row in rows(recordings.customer) if row["erasure_instruction_by"]}
    assert len(instructed) == 2
    assert customers(people.INSTRUCTED_PARTICIPANT) <= instructed
    assert not customers(people.UNINSTRUCTED_PARTICIPANT) & instructed
    assert len(customers(people.PARTICIPANT_OF_BOTH) & instructed) == 1


def test_a_speaker_is_alone_a_panel_is_shared_and_one_recording_is_locked() -> None:
    appearing = [(row["recording_id"], row["participant_id"]) for row in rows(recordings.appearance)]
    speakers = {n: {who for recording, who in appearing if recording == n} for n in (1, 2, 3)}
    assert [len(speakers[n]) for n in (1, 2, 3)] == [1, 2, 1]
    locked = [row["id"] for row in rows(recordings.recording) if row["legal_hold_until"]]
    assert locked == list(people.LEGALLY_HELD_SPEAKER.participations[0].appears_in)


def test_one_person_alone_owns_a_workspace_and_two_share_another() -> None:
    owners = [(row["workspace_id"], row["account_id"]) for row in rows(accounts.membership) if row["role"] == "owner"]
    sole = people.SOLE_OWNER.account.id
    assert [w for w, who in owners if who == sole and [o for o, _ in owners].count(w) == 1]
    assert {who for w, who in owners if w == "havn"} == {
        people.CO_OWNER.account.id,
        people.OTHER_CO_OWNER.account.id,
    }


def test_technical_records_lie_on_both_sides_of_twelve_months() -> None:
    ages = {(NOW - row["at"]).days for row in rows(activity.technical)}
    assert min(ages) < 365 < max(ages)
