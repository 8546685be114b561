"""The days on which nobody works where the act is done (Reg. 1182/71 art. 2(1))."""

import holidays

from habeas.domain.error import InvalidInput
from habeas.domain.time_limit import IsClosed


def public_holidays(country: str) -> IsClosed:
    """Whether a date is a public holiday in the country of that ISO 3166 code, such as `FR`.

    Raises InvalidInput for a country whose holidays are not known.
    """
    try:
        closed = holidays.country_holidays(country)
    except NotImplementedError:
        raise InvalidInput("the public holidays of that country are not known: give its code, such as FR") from None
    return lambda day: day in closed
