"""What names of tables and columns tell, as they are usually written. Suggestions, never proof."""

import re

_MAIL = r"e_?mail|mail|epost|courriel"
_PARTS: dict[str, str] = {
    "address": rf"({_MAIL})(_?(addr(ess)?|adresse))?",
    "secret": r"password|passwd|pwd|pass(phrase|code)|passord|mot_?de_?passe|secret|token|api_?key|salt|otp|cvv|cvc"
    r"|private_?key|.*hash|card_?number",
    "technical": r"ip|ip_?addr(ess)?|user_?agent|device(_?id)?|fingerprint|session(_?(id|key))?|cookie|browser",
    "controller": r"tenant|organi[sz]ation|workspace|company|companies|merchant|client_?org|store|shop",
    "person": r"first_?name|last_?name|full_?name|given_?name|family_?name|surname|phone|telephone|mobile"
    r"|birth(_?(day|date))?|born|date_?of_?birth|street|post(al)?_?code|zip|address|ssn|national_?id|gender|username",
    "flag": r"(is_?)?(active|enabled)|may_?log_?in",
    "born": r"created(_?(at|on|date|time))?|create_?(date|time)|registered(_?(at|on))?|inserted_?at|date_?joined",
}
_KNOWN = {what: re.compile(rf"(.*_)?({words})(_?\d+)?", re.IGNORECASE) for what, words in _PARTS.items()}
_REFERRING = ("id", "no", "number", "key", "ref")


def tells(what: str, name: str) -> bool:
    """Whether a name says so: `address`, `secret`, `technical`, `controller`, `person`, `flag`, `born`."""
    return _KNOWN[what].fullmatch(spaced(name).replace(" ", "_")) is not None


def spaced(name: str) -> str:
    """A name as words: `CustomerId`, `customer_id` and `customer-id` are all `customer id`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", " ", name)
    return " ".join(apart.lower().split())


def singular(name: str) -> str:
    """The last word of a name for one of what it names: `shop_customers` is `customer`."""
    word = (spaced(name).split() or [name.lower()])[-1]
    for many, one in (("ies", "y"), ("sses", "ss"), ("ses", "se"), ("s", "")):
        if word.endswith(many) and not word.endswith("ss") and len(word) > len(many) + 2:
            return word[: -len(many)] + one
    return word


def leads_to(column: str, table: str) -> bool:
    """Whether a column is named as one that refers to rows of a table: `customer_id` to `customers`."""
    words, one = spaced(column).split(), singular(table)
    return words == [f"{one}id"] or (len(words) > 1 and words[-1] in _REFERRING and words[-2] == one)


def slug(name: str) -> str:
    """A name as categories and systems have it; a letter comes first."""
    return re.sub(r"^[^a-z]+", "", spaced(name)) or "data"
