"""What a draft says and asks: the words that teach whoever answers it."""

from habeas.document import OPEN

HEAD = """\
# The record of the database {system}: what its tables hold, whose rows they are, and what an erasure does with them.
# `habeas map draft` has written it from the schema: every line is a suggestion. Wherever it says OPEN a person has to
# decide; the question stands behind it. `habeas map check` names each until it is answered, and whatever does not fit
# the database; what the words mean is in docs/record.md. Drafting again keeps what was written, and adds what is new.

system: {system}
"""
TITLE = f"title: {OPEN}  # the system's name in plain words: {{nb: ..., fr: ..., en: ...}}\n"
ASKED = {
    "title": "what it is, as the person reads it: {nb: ..., fr: ..., en: ...} (GDPR art. 15(1)(b))",
    "purpose": "what it is for: {nb: ..., fr: ..., en: ...} (GDPR art. 15(1)(a))",
    "role": "whose it is: controller (ours), processor (a customer's; then also `label`) or joint (GDPR art. 4(7))",
    "basis": "why we may: consent, contract, legal_obligation or legitimate_interest (GDPR art. 6(1))",
    "origin": "from where: provided, observed, obtained or inferred (the last two also want `source`; art. 15(1)(g))",
    "kept": "how long: {nb: ..., fr: ..., en: ...}; a law that keeps it: `retention: {ground: ..., months: ...}`",
    "recipients": "who receives it: [ids of recipients in processing.yaml], or [] for nobody (GDPR art. 15(1)(c))",
}
WHY = "a secret, which is never handed out"
WHY_A_HASH = "a password is kept only as a hash; the hash is a secret, and is never handed out"
