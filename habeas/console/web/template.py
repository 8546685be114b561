"""Where the templates of pages are."""

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


def environment(*packages: str) -> Environment:
    """The templates of these packages (each in its folder `templates/`), and the frame's own after them."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, "habeas.console.web")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
