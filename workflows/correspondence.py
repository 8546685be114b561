"""What a case writes to people: letters are kept and sent by a step, and one that must arrive waits for it."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.workflow import ActivityConfig

from activities.legal import LegalSteps
from habeas.domain.identity import Rung
from habeas.domain.letter import Addressee, Letter, LetterKind, LetterNote, LetterOrder
from habeas.domain.link import LinkPurpose
from habeas.domain.name import MAIL
from habeas.domain.plan import PlanItem

from .desk import DONE, Attested
from .notes import Notes
from .step import house_step, insistent_house_step, reason

_ONE_ANSWER = timedelta(hours=1)  # so long an Update waits for a mail to be taken
_LONGEST = timedelta(days=2)
_ANSWERS = frozenset({LetterKind.ANSWER, LetterKind.NO_DATA, LetterKind.DONE, LetterKind.STOPPED})


class Correspondence(Notes):
    """Writes letters, and notes on the board that it did."""

    async def _write(self, kind: LetterKind, **facts: Any) -> LetterNote:
        """Write to the person, and wait until the mail was accepted, or a person says that it was told otherwise."""
        order = self._order_letter(kind, **facts)

        async def attempt(number: int) -> LetterNote:
            options = insistent_house_step(f"letter:{order.letter.name}", number, self._rules.attention_after)
            note = await workflow.execute_activity_method(LegalSteps.write_letter, order, **options)
            if note.is_sent is False:
                raise ApplicationError("no mail is taken for that address", type="Undeliverable")
            return note

        try:
            note = await self._desk.insist(MAIL, f"letter: {kind}", attempt)
        except Attested:
            note = _unsent(order.letter)
        self._desk.at(MAIL, DONE)
        return self._noted(note)

    async def _write_before(self, latest: datetime, kind: LetterKind, **facts: Any) -> LetterNote:
        """Write to the person before that moment. Raises ActivityError when the mail was not accepted by then."""
        order = self._order_letter(kind, **facts)
        options = house_step(f"letter:{order.letter.name}")
        options["schedule_to_close_timeout"] = min(max(latest - workflow.now(), timedelta(seconds=1)), _ONE_ANSWER)
        return self._noted(await workflow.execute_activity_method(LegalSteps.write_letter, order, **options))

    def _write_soon(self, kind: LetterKind, **facts: Any) -> None:
        """Write while the case goes on; what cannot be sent is shown, and holds nothing up."""
        order = self._order_letter(kind, **facts)
        task = asyncio.create_task(self._send(order, house_step(f"letter:{order.letter.name}")))
        self._in_the_post.add(task)
        task.add_done_callback(self._in_the_post.discard)

    async def _send(self, order: LetterOrder, options: ActivityConfig) -> None:
        options["schedule_to_close_timeout"] = _LONGEST
        try:
            note = await workflow.execute_activity_method(LegalSteps.write_letter, order, **options)
        except ActivityError as failure:
            self._alert(f"the letter {order.letter.kind} was not sent: {reason(failure)}")
            return
        self._noted(note)
        if note.is_sent is False:
            self._alert(f"the letter {order.letter.kind} was not sent: no mail is taken for that address")

    def _order_letter(self, kind: LetterKind, to: Addressee | None = None, **facts: Any) -> LetterOrder:
        addressee = to or self._addressee(kind)
        self._letters[kind] += 1
        letter = Letter(
            case_id=self._request.case_id,
            number=self._letters[kind],
            kind=kind,
            addressee=addressee,
            language=self._request.language,
            received_at=self._request.received_at,
            at=workflow.now(),
            country=self._request.country,
            has_cookie_id=self._request.has_cookie_id,
            names=self._names(facts.get("items", ())),
            **{"right": self._request.right, "clock": self._clock, **facts},
        )
        return LetterOrder(
            letter=letter,
            address=self._address(letter),
            purpose=LinkPurpose.IDENTITY if kind is LetterKind.IDENTITY else LinkPurpose.PAGE,
            good_for=self._rules.link_good_for,
        )

    def _address(self, letter: Letter) -> str | None:
        """Where it goes. The DPO's address has the house.

        Until who asks is known, and where that was known by a link, it is the address that was given as the person's:
        another one would let a stranger name theirs. An agent gets the answer where the mandate says so (L-13).
        """
        if letter.addressee is Addressee.DPO:
            return None
        if letter.addressee is Addressee.CONTROLLER:
            return self._customer.address if self._customer else None
        own, other = self._request.own_address, self._request.reply_to
        by_link = self._identity is None or self._identity.rung is Rung.LINK
        is_theirs = letter.addressee is Addressee.AGENT or (self._request.mandate is None and not by_link)
        chosen = other if is_theirs and other is not None else own
        return chosen.value if chosen else None

    def _names(self, items: tuple[PlanItem, ...]) -> dict[str, str]:
        """What controllers are called; one that no system has named goes by its id."""
        return {i.controller: i.controller for i in items} | {
            r.controller: r.name for r in self._board.status.referrals
        }

    def _addressee(self, kind: LetterKind) -> Addressee:
        """The agent, if there is one; but the person gets the answer where the mandate keeps it from the agent.

        Of a customer that leaves there is no person.
        """
        if self._request.leaving_customer is not None:
            return Addressee.CONTROLLER
        mandate = self._request.mandate
        if mandate is None or (kind in _ANSWERS and not mandate.may_receive_answer):
            return Addressee.SUBJECT
        return Addressee.AGENT

    def _noted(self, note: LetterNote) -> LetterNote:
        self._board.show(letters=(*self._board.status.letters, note))
        return note

    def _alert(self, what: str) -> None:
        """Show something that a person should look at, once."""
        if what not in self._board.status.alerts:
            self._board.show(alerts=(*self._board.status.alerts, what))


def _unsent(letter: Letter) -> LetterNote:
    return LetterNote(number=letter.number, kind=letter.kind, addressee=letter.addressee, at=letter.at, is_sent=False)
