"""A webinar company in a box: real servers on loopback with synthetic people."""
