"""The ground of the web doors: who is signed in, by which words, under which limits; pages are built on it.

A door is put together by `door.app`. Sessions are in memory: after a restart everybody signs in again.
"""
