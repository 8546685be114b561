"""What a record says that cannot be so, whatever the database has."""

from collections.abc import Iterator, Mapping

from habeas.domain.processing import Category, Role
from habeas.domain.system_record import SystemRecord

from .finding import Finding


def check_record(record: SystemRecord, categories: Mapping[str, Category]) -> Iterator[Finding]:
    """Everything that can be known from the files; `categories` are those that are described of this system."""
    database = record.database
    for complaint in record.unused():
        yield Finding(complaint)
    if any(table.controller for table in database.tables.values()) and database.controllers is None:
        yield Finding("controllers: is missing: tables name a `controller`, and nothing says who that is")
    for name, table in database.tables.items():
        described = [categories[c] for c in table.categories if c in categories]
        for category in described:
            if category.retention is not None and table.dated is None:
                law = f"{category.name} is kept by law ({category.retention.ground})"
                yield Finding(f"tables.{name}: dated is missing: {law}, and no date says until when (L-36)")
            if category.role is Role.PROCESSOR and not database.is_named_by(name):
                said = f"{category.name} is a customer's, and nothing says whose (P-15)"
                yield Finding(f"tables.{name}: controller is missing: {said}")
