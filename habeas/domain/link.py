"""Links by which somebody reaches a page without signing in; whoever has the token may do what the link is for."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a link is for."""

    PAGE = "page"  # the person's page: letters, and where the case stands
    AGENT = "agent"  # the page as who speaks for the person sees it: the letters to them, and no others (L-13)
    IDENTITY = "identity"  # shows that who opens it reads what is sent to the address on file (L-11)
    BUNDLE = "bundle"  # fetches the copy
    OWNER = "owner"  # the page of who has a manual system: one demand, and nothing else of the case
    CONTROLLER = "controller"  # a customer's page: what was referred to it, and nothing of the person's own

    @property
    def is_one_time(self) -> bool:
        """Whether it serves once."""
        return self in (LinkPurpose.IDENTITY, LinkPurpose.BUNDLE)
