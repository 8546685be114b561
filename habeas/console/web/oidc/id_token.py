"""The ID token: whether this issuer made it, for us, now, and for this very sign-in.

OpenID Connect Core 1.0, 3.1.3.7.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.util import urlsafe_b64decode

from habeas.console.web.failure import Failed, Failure

from .metadata import Granted
from .provider import Known

# signed with a private key: neither `none`, nor HMAC with what several may know
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY: Final = 60  # seconds by which clocks may differ
_log = logging.getLogger(__name__)


def verified(granted: Granted, known: Known, client_id: str, nonce: str) -> Mapping[str, Any]:
    """The claims of the ID token. Raises Failed when anything of it is not as it must be."""
    algorithms = [name for name in ALGORITHMS if name in known.metadata.id_token_signing_alg_values_supported]
    try:
        token = jwt.decode(granted.id_token, known.keys, algorithms=algorithms)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": known.metadata.issuer},
                "aud": {"essential": True, "value": client_id},
            },
            {"nonce": nonce, "client_id": client_id, "access_token": granted.access_token},
        )
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError) as error:
        what = {"error": type(error).__name__, "step": str(getattr(error, "claim", "token"))}
        _log.warning("an ID token is not as it must be", extra=what)
        raise Failed(Failure.ACCOUNT_REFUSED) from None
    return dict(claims)


def key_id(id_token: str) -> str | None:
    """By which key a token says that it is signed; nothing is verified here, and what is no token names none."""
    try:
        header = json.loads(urlsafe_b64decode(id_token.partition(".")[0].encode()))
    except ValueError:
        return None
    return header.get("kid") if isinstance(header, dict) else None
