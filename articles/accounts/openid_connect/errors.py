"""Why nobody was signed in by the provider."""

from enum import Enum
from typing import Any


class ProviderUnavailable(Exception):
    """The provider does not answer, or nothing that can be read; it may be different in a minute.
    Carries what happened, for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProviderRefused(Exception):
    """The provider answered with an error (RFC 6749, 5.2). Carries its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TokenRefused(Exception):
    """An ID token, or what belongs to it, is not what the site asked for. Carries what is wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reason(Enum):
    """Why somebody whom the provider knows is not signed in: for the log, and for the person."""

    NO_ACCOUNT = (
        "no account and no open invitation",
        "No account here belongs to you at {name}. Ask an administrator to invite you by the e-mail"
        " address that {name} knows you by, or sign in with your password and link the two under"
        " “Sessions”.",
    )
    UNVERIFIED = (
        "no verified e-mail address",
        "{name} does not say that your e-mail address is verified. Without that nobody is let in"
        " for the first time.",
    )
    DOMAIN = (
        "an e-mail address of another domain",
        "Your e-mail address at {name} is not of a domain that may sign in here.",
    )
    AMBIGUOUS = (
        "several invitations for one e-mail address",
        "More than one account is invited by your e-mail address. Ask an administrator which is"
        " yours.",
    )
    TAKEN = (
        "the name or the e-mail address belongs to an account that is not linked",
        "There is an account with your e-mail address already. Sign in with its password and link"
        " the two under “Sessions”, or ask an administrator.",
    )
    NO_ROLE = (
        "no role that this site knows",
        "{name} gives you no role at this site. Ask whoever looks after the accounts there.",
    )
    INACTIVE = ("an account that may not sign in", "Your account may not sign in here.")
    LINKED_ELSEWHERE = (
        "linked to another account",
        "That account of {name} is linked to another account here.",
    )


class SignInRefused(Exception):
    """Carries the reason, and the account where it is one's."""

    def __init__(self, reason: Reason, account: Any = None) -> None:
        super().__init__(reason)
        self.reason, self.account = reason, account
