"""The Merkle tree of the log: its roots are those of RFC 9162, and its proofs prove what is so and nothing else."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from habeas.evidence.tree import (
    EMPTY,
    Node,
    Span,
    completed_by,
    consistency,
    hash_of,
    inclusion,
    is_consistent,
    is_included,
    joined,
    leaf_hash,
    siblings_of,
)

MOST = 70
ENTRIES = [f"entry {number}".encode() for number in range(MOST)]
sizes = st.integers(1, MOST)


def by_the_book(entries):
    """The hash as the RFC defines it (2.1.1), of all entries."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    half = max(2**n for n in range(MOST) if 2**n < len(entries))
    return sha256(b"\x01" + by_the_book(entries[:half]) + by_the_book(entries[half:])).digest()


def grown():
    """The hashes of all complete subtrees, as a log keeps them: one leaf after the other."""
    known: dict[Node, bytes] = {}
    for index, entry in enumerate(ENTRIES):
        hashes = joined(leaf_hash(entry), [known[node] for node in siblings_of(index)])
        known |= zip(completed_by(index), hashes, strict=True)
    return known


KNOWN = grown()
ROOTS = [hash_of(Span(0, size), KNOWN) for size in range(MOST + 1)]


def hashes(spans):
    return [hash_of(span, KNOWN) for span in spans]


def test_the_roots_are_those_of_the_rfc():
    """Of each size, the empty log's too."""
    assert [by_the_book(ENTRIES[:size]) for size in range(MOST + 1)] == ROOTS


def test_a_subtree_is_kept_once():
    """And an append changes nothing that was there: a log of 70 leaves keeps fewer than 140 hashes."""
    assert len(KNOWN) == sum(len(completed_by(index)) for index in range(MOST)) < 2 * MOST


@given(sizes, st.data())
def test_what_is_in_the_log_is_proven(size, data):
    """By a path that is no longer than the tree is high."""
    index = data.draw(st.integers(0, size - 1))
    path = hashes(inclusion(index, size))
    assert is_included(leaf_hash(ENTRIES[index]), index, size, path, ROOTS[size])
    assert len(path) <= (size - 1).bit_length()


@given(sizes, st.data())
def test_nothing_else_is_proven(size, data):
    """Not another entry, index, size or root, nor by a path that lacks a hash, has one too many or another order."""
    index = data.draw(st.integers(0, size - 1))
    leaf, path, root = leaf_hash(ENTRIES[index]), hashes(inclusion(index, size)), ROOTS[size]
    other = data.draw(st.integers(-1, MOST + 5).filter(lambda n: n != index))
    assert not is_included(leaf, other, size, path, root)
    assert not is_included(leaf_hash(b"another"), index, size, path, root)
    assert not is_included(leaf, index, size, path, EMPTY)
    assert not is_included(leaf, index, size, [*path, root], root)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        assert not is_included(leaf, index, size, path[:at] + path[at + 1 :], root)
        assert not is_included(leaf, index, size, [*path[:at], EMPTY, *path[at + 1 :]], root)
    if len(path) > 1:
        assert not is_included(leaf, index, size, path[::-1], root)


@given(sizes, st.data())
def test_the_log_only_grows(second, data):
    """An older tree is proven to be the beginning of a newer one."""
    first = data.draw(st.integers(0, second))
    assert is_consistent(first, second, hashes(consistency(first, second)), ROOTS[first], ROOTS[second])


@given(sizes, st.data())
def test_a_fork_is_seen(second, data):
    """Where the older log had something else no path leads to the newer one, and no root may be exchanged."""
    first = data.draw(st.integers(1, second))
    at = data.draw(st.integers(0, first - 1))
    forked = by_the_book([*ENTRIES[:at], b"another", *ENTRIES[at + 1 : first]])
    path = hashes(consistency(first, second))
    assert not is_consistent(first, second, path, forked, ROOTS[second])
    assert not is_consistent(first, second, path, ROOTS[first], forked)
    assert not is_consistent(second, first, path, ROOTS[second], ROOTS[first]) or first == second
    assert not is_consistent(first, second, [*path, EMPTY], ROOTS[first], ROOTS[second])
    if path:
        lost = data.draw(st.integers(0, len(path) - 1))
        assert not is_consistent(first, second, path[:lost] + path[lost + 1 :], ROOTS[first], ROOTS[second])


def test_nothing_is_proven_of_the_empty_log():
    """It is the beginning of each, and has nothing in it."""
    assert is_consistent(0, 0, [], EMPTY, EMPTY)
    assert not is_consistent(0, 0, [], ROOTS[1], ROOTS[1])
    assert not is_consistent(0, 5, [], ROOTS[1], ROOTS[5])
    assert not is_consistent(0, 5, [EMPTY], EMPTY, ROOTS[5])
    assert not is_included(EMPTY, 0, 0, [], EMPTY)


def test_a_path_that_ends_too_early_proves_nothing():
    """Also where what it has climbed to is what is called the root."""
    leaf = leaf_hash(ENTRIES[0])
    assert is_included(leaf, 0, 1, [], leaf)
    assert not is_included(leaf, 0, 2, [], leaf)
