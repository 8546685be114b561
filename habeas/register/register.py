"""The register: what must be one fact. Each call is one transaction, and may be repeated.

All of it raises Barred when the answer is no, Unavailable when the database gives none now, and Permanent when it
refuses; no text of the database or its driver leaves.
"""

from .book import Book
from .claim import Claims
from .ending import Ending
from .key import Key
from .keyring import Keyring
from .pivot import Pivot


class Register(Claims, Pivot, Book, Key, Keyring, Ending):
    """Claims, the pivot with its fences, the book of cases, its key, the secrets of cases and their end: one engine."""
