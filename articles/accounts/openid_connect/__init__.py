"""Signing in by a provider of OpenID Connect Core 1.0: authorization code with PKCE, state and
nonce.

Off unless OIDC_ISSUER is set; nothing here, nor the library under it, is imported before.
"""
