"""A plain model of the law: what a case may be told. No line of the product's rules is in it."""

from dataclasses import dataclass, field

IDENTITY, DECIDING, WAITING, CLOSED = "identity", "awaiting_decision", "waiting_for_controller", "closed"
RUNGS = ["session", "link", "evidence"]  # from the least to the most
ANSWERS = {"done", "refusal", "not_identified", "unanswered", "no_data"}


@dataclass
class Law:
    """One erasure of somebody who has an account, and took part in an event of a customer without an instruction."""

    submitted_by: str = "support"
    stage: str = IDENTITY
    needs: str = "link"
    link_is_opened: bool = False
    is_known: bool = False
    is_halted: bool = False
    has_question: bool = False
    is_extended: bool = False
    is_over: bool = False  # the first date has passed
    is_answered: bool = False
    was_approved: set[str] = field(default_factory=set)
    customer: str = ""  # "", asked, erase, leave, silent

    @property
    def is_waited_for(self) -> bool:
        """Whether a customer's part is open."""
        return self.customer in ("asked", "instructed")

    def may_verify(self, rung: str) -> bool:
        """Only while it is asked who asks; a link only when it was opened; less than was asked for is not enough."""
        if self.stage != IDENTITY or (rung == "link" and not self.link_is_opened):
            return False
        return RUNGS.index(rung) >= RUNGS.index(self.needs)

    def may_doubt(self, doubt: str, rung: str) -> bool:
        """Until something is decided, and for no more than the doubt needs."""
        return self.stage in (IDENTITY, DECIDING) and not (doubt == "not_signed_in" and rung == "evidence")

    def may_approve(self, by: str, is_current: bool) -> bool:
        """A plan that waits, by its digest, by somebody else than who submitted it, and not while it stands still."""
        return self.stage == DECIDING and is_current and by != self.submitted_by and not self.is_halted

    def may_refuse(self, code: str, has_evidence: bool) -> bool:
        """Before anything is carried out, for a reason of the law, shown where the law wants that."""
        if self.stage not in (IDENTITY, DECIDING) or code == "ProcessRejected":
            return False
        return has_evidence or code not in ("ProcessUnfounded", "ProcessExcessive")

    def may_extend(self, code: str) -> bool:
        """Once, before the date, for one of two reasons, and not when there is an answer."""
        is_reason = code in ("ComplexityOfProcess", "HighVolumeOfProcesses")
        return self.stage != CLOSED and is_reason and not (self.is_extended or self.is_over or self.is_answered)

    def may_ask(self) -> bool:
        """Until something is approved."""
        return self.stage in (IDENTITY, DECIDING)

    def may_halt(self) -> bool:
        """Once, while there is something to hold back."""
        return self.stage in (IDENTITY, DECIDING) and not self.is_halted

    def may_direct(self, controller: str, directive: str) -> bool:
        """Only a customer that was asked, once, about nothing of anybody else's, and of an erasure what fits one."""
        fits = directive in ("erase", "erase_shared", "leave")
        return fits and self.stage != CLOSED and controller == "customer/stein" and self.customer == "asked"

    def may_cancel(self) -> bool:
        """Until something is carried out; and the waiting for a customer can be ended."""
        return self.stage in (IDENTITY, DECIDING, WAITING)
