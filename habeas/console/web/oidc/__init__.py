"""Staff sign in with the company's account: OpenID Connect Core 1.0, authorization code with PKCE."""
