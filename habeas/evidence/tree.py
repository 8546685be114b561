"""The Merkle tree of the log (RFC 9162, 2.1): what its hashes are made of, what proves something, and whether it does.

Nothing is kept here. Who keeps the tree keeps the hash of each complete subtree once (`completed_by`), and reads those
that a root or a proof is made of (`made_of`, `hash_of`).
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

EMPTY = sha256(b"").digest()


class Node(NamedTuple):
    """A complete subtree: of `2 ** level` leaves, the one after `number` others of that size."""

    level: int
    number: int


class Span(NamedTuple):
    """Leaves that stand side by side under one hash: from `begin` to before `end`."""

    begin: int
    end: int


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


def completed_by(index: int) -> tuple[Node, ...]:
    """The subtrees that the leaf of this index completes, itself first: each is its predecessor joined to a sibling."""
    nodes = [Node(0, index)]
    while nodes[-1].number % 2:
        nodes.append(Node(nodes[-1].level + 1, nodes[-1].number // 2))
    return tuple(nodes)


def siblings_of(index: int) -> tuple[Node, ...]:
    """What the leaf of this index is joined to, in the order of `completed_by`."""
    return tuple(Node(level, number - 1) for (level, number), _ in pairwise(completed_by(index)))


def joined(leaf: bytes, siblings: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes of `completed_by`, of the leaf's and those of `siblings_of`."""
    hashes = [leaf]
    for sibling in siblings:
        hashes.append(node_hash(sibling, hashes[-1]))
    return tuple(hashes)


def made_of(span: Span) -> tuple[Node, ...]:
    """The complete subtrees of a span, the largest first."""
    begin, nodes = span.begin, []
    while begin < span.end:
        level = (span.end - begin).bit_length() - 1
        nodes.append(Node(level, begin >> level))
        begin += 1 << level
    return tuple(nodes)


def hash_of(span: Span, known: Mapping[Node, bytes]) -> bytes:
    """The one hash over a span. Raises KeyError when a subtree of it is not known."""
    hashes = [known[node] for node in made_of(span)]
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes)) if hashes else EMPTY


def inclusion(index: int, size: int) -> tuple[Span, ...]:
    """The spans whose hashes prove that a leaf is in the tree of this size, from its sibling upwards (2.1.3.1)."""
    span, path = Span(0, size), []
    while span.end - span.begin > 1:
        left, right = _halves(span)
        span, other = (left, right) if index < left.end else (right, left)
        path.append(other)
    return tuple(reversed(path))


def consistency(first: int, second: int) -> tuple[Span, ...]:
    """The spans whose hashes prove that the tree of the first size is the beginning of the second (2.1.4.1)."""
    if first == 0:
        return ()
    span, path, is_known = Span(0, second), [], True
    while first < span.end:
        left, right = _halves(span)
        span, other = (left, right) if first <= left.end else (right, left)
        is_known = is_known and span is left
        path.append(other)
    return tuple(reversed(path if is_known else [*path, span]))


def _halves(span: Span) -> tuple[Span, Span]:
    """At the largest power of two that is smaller than the whole."""
    middle = span.begin + (1 << (span.end - span.begin - 1).bit_length() - 1)
    return Span(span.begin, middle), Span(middle, span.end)


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf's hash to the root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, climbed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            climbed = node_hash(sibling, climbed)
            at, last = _up_to_a_right_child(at, last)
        else:
            climbed = node_hash(climbed, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and climbed == root


def is_consistent(first: int, second: int, path: Sequence[bytes], older: bytes, newer: bytes) -> bool:
    """Whether the tree with the older root is the beginning of that with the newer one (2.1.4.2)."""
    if first == second:
        return not path and older == newer and (first > 0 or older == EMPTY)
    if first == 0:
        return not path and older == EMPTY
    if not 0 < first < second or not path:
        return False
    hashes = list(path) if first & (first - 1) else [older, *path]
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            at, last = _up_to_a_right_child(at, last)
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and (old, new) == (older, newer)


def _up_to_a_right_child(at: int, last: int) -> tuple[int, int]:
    """Where nothing stands beside a node it is its own parent."""
    while at and not at % 2:
        at, last = at >> 1, last >> 1
    return at, last
