"""Enrichment: the stored copies of what Clearbit gave."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.enrichment.adapter import Enrichment
from habeas.key_file import load_key
from habeas.registration import Registration, Surroundings
from habeas.settings import EnrichmentSettings

from .engine import engines


@asynccontextmanager
async def opened(surroundings: Surroundings) -> AsyncIterator[Enrichment]:
    """The adapter, by two credentials and the key of its hashes."""
    settings = EnrichmentSettings.given(surroundings.environment)
    async with engines(surroundings, settings) as ways:
        yield Enrichment(*ways, surroundings.processing, load_key(settings.key_file))


registration = Registration.of(Enrichment, opened)
