"""The people of the stories, by what is special about them."""

from collections.abc import Mapping

from habeas.sandbox import people
from habeas.sandbox.person import Person

PEOPLE: Mapping[str, Person] = {
    "host": people.HOST_AND_PARTICIPANT,
    "many-sided": people.MANY_SIDED,
    "panel": people.PANEL_SPEAKER,
    "two-writings": people.TWO_WRITINGS,
    "instructed": people.INSTRUCTED_PARTICIPANT,
    "of-both": people.PARTICIPANT_OF_BOTH,
    "solo": people.SOLO_SPEAKER,
    "co-owner": people.CO_OWNER,
    "suspended": people.SUSPENDED,
    "contact": people.CONTACT_OF_AN_ORGANISATION,
}
"""What is erased of one of them is nothing of another one's."""
