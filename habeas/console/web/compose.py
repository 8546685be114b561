"""The two web doors, put together from their settings; their pages are given."""

import os
from collections.abc import Iterable
from pathlib import Path

from aiohttp import web

from habeas.console.audit import Audit
from habeas.console.tokens import Tokens
from habeas.domain.error import InvalidInput
from habeas.domain.staff import Role
from habeas.settings import PersonDoorSettings, StaffDoorSettings, WebSettings

from .app import app
from .client import Proxies
from .door import Door, SameSite
from .oidc.claims import Claims, roles_in
from .oidc.metadata import is_private
from .oidc.provider import Client, Provider
from .oidc.sign_in import BACK, AccountSignIn
from .session import Sessions
from .staff import TokenSignIn
from .template import environment

_OPEN_TO_OTHERS = 0o077


def staff_door(
    settings: StaffDoorSettings, routes: Iterable[web.AbstractRouteDef], packages: Iterable[str] = ()
) -> web.Application:
    """The door of staff, with the templates of these packages. Raises InvalidInput for settings that do not fit."""
    if (settings.staff_file is None) is (settings.oidc_issuer is None):
        raise InvalidInput("give either HABEAS_WEB_STAFF_FILE or HABEAS_WEB_OIDC_ISSUER: by one of them staff sign in")
    if settings.staff_file is not None:
        door = _door("staff", settings.staff_url, "Strict", settings, packages)
        return app(door, [*routes, *TokenSignIn(Tokens(settings.staff_file, Role)).routes()])
    by_account = account_sign_in(settings)
    # one comes back from the provider's site, and a Strict cookie would not come along
    made = app(_door("staff", settings.staff_url, "Lax", settings, packages), [*routes, *by_account.routes()])
    made.cleanup_ctx.append(by_account.running)
    return made


def person_door(
    settings: PersonDoorSettings, routes: Iterable[web.AbstractRouteDef], packages: Iterable[str] = ()
) -> web.Application:
    """The door of people who ask about their data, with the templates of these packages."""
    return app(_door("person", settings.person_url, "Lax", settings, packages), routes)


def account_sign_in(settings: StaffDoorSettings) -> AccountSignIn:
    """Signing in by the provider of the settings. Raises InvalidInput for what is missing or does not fit."""
    secret, issuer = settings.oidc_client_secret_file, settings.oidc_issuer
    if issuer is None or secret is None or not settings.oidc_client_id:
        raise InvalidInput("an OpenID provider needs its issuer, HABEAS_WEB_OIDC_CLIENT_ID and _CLIENT_SECRET_FILE")
    if not is_private(issuer):
        raise InvalidInput("HABEAS_WEB_OIDC_ISSUER must be reached by https")
    if "openid" not in settings.oidc_scope.split():
        raise InvalidInput("HABEAS_WEB_OIDC_SCOPE must have openid in it")
    client = Client(settings.oidc_client_id, _secret(secret), settings.staff_url + BACK)
    claims = Claims(settings.oidc_name_claim, settings.oidc_role_claim, roles_in(settings.oidc_roles))
    return AccountSignIn(Provider(issuer, client), claims, settings.oidc_scope)


def _door(name: str, url: str, same_site: SameSite, settings: WebSettings, packages: Iterable[str]) -> Door:
    return Door(
        name,
        url,
        Sessions(settings.idle_limit, settings.session_limit),
        Audit(settings.audit_file),
        same_site=same_site,
        proxies=Proxies.read(settings.trusted_proxies),
        pages=environment(*packages),
    )


def _secret(file: Path) -> str:
    """The one line of a file of its owner's alone."""
    try:
        with file.open(encoding="utf-8") as stream:
            if os.fstat(stream.fileno()).st_mode & _OPEN_TO_OTHERS:
                raise InvalidInput(f"the file {file.name} may be read by others: its mode must be 0600")
            secret = stream.read().strip()
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(f"the file {file.name} cannot be read") from None
    if not secret or "\n" in secret:
        raise InvalidInput(f"the file {file.name} is not of one line")
    return secret
