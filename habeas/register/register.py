"""The register: what must be one fact. Each call is one transaction, and may be repeated.

All of it raises Barred when the answer is no, Unavailable when the database gives none now, and Permanent when it
refuses; no text of the database or its driver leaves.
"""

from .book import Book
from .claim import Claims
from .key import Key
from .pivot import Pivot


class Register(Claims, Pivot, Book, Key):
    """Claims, the pivot with its fences, the book of cases and its key, over one engine."""
