"""Accounts, as their record makes them: one database among others."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.adapter import DatabaseSystem
from habeas.domain.processing import Category
from habeas.system_file import load_database

RECORD = load_database(Path(__file__).parents[3] / "policy" / "systems" / "accounts.yaml")


class Accounts(DatabaseSystem):
    """The database of the platform's accounts."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine, processing: Mapping[str, Category]) -> None:
        super().__init__(RECORD, processing, writing, reading)
