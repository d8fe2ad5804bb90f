"""What a person holds who has a second factor, in software: an app and a passkey's device."""

import json
import os
from base64 import b32decode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils import timezone
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://localhost:8000"
FLAG = AuthenticatorData.FLAG


class App:
    """An authenticator app that has read the address of a QR code."""

    def __init__(self, address):
        values = parse_qs(urlsplit(address).query)
        self._totp = TOTP(b32decode(values["secret"][0]), 6, SHA1(), 30)

    def code(self, steps_ahead=0):
        seconds = int(timezone.now().timestamp()) + 30 * steps_ahead
        return self._totp.generate(seconds).decode()


class Device:
    """An authenticator of WebAuthn with one passkey."""

    def __init__(self, origin=ORIGIN):
        self.origin = origin
        self.count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = os.urandom(32)
        self._handle = None

    def create(self, options, *, flags=FLAG.UP | FLAG.UV):
        """The answer to `navigator.credentials.create`, as static/admin/qtsite/passkeys.js sends
        it."""
        options = json.loads(options)
        self._handle = options["user"]["id"]
        public = ES256.from_cryptography_key(self._key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self._id, public)
        data = AuthenticatorData.create(
            self._digest(options["rp"]["id"]), flags | FLAG.AT, self.count, credential
        )
        client = CollectedClientData.create("webauthn.create", options["challenge"], self.origin)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def get(self, options, *, flags=FLAG.UP | FLAG.UV, handle=None):
        """The answer to `navigator.credentials.get`."""
        options = json.loads(options)
        data = AuthenticatorData.create(self._digest(options["rpId"]), flags, self.count)
        client = CollectedClientData.create("webauthn.get", options["challenge"], self.origin)
        signature = self._key.sign(data + client.hash, ec.ECDSA(SHA256()))
        handle = urlsafe_b64decode((handle or self._handle) + "==")
        return self._answer(
            clientDataJSON=client,
            authenticatorData=data,
            signature=signature,
            userHandle=handle,
        )

    def _answer(self, **response):
        key = _text(self._id)
        values = {name: _text(value) for name, value in response.items()}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": values})

    def _digest(self, host):
        return sha256(host.encode()).digest()


def _text(value):
    return urlsafe_b64encode(bytes(value)).rstrip(b"=").decode()
