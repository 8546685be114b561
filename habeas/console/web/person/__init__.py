"""The web door of people who ask about their data, and of the controllers to whom some of it was referred.

Whoever comes is a stranger until a link from a mail says which case they may see; nothing here looks anybody up.
"""
