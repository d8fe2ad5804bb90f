"""Changes of one account at once, on PostgreSQL: what is counted stays so."""

import pytest
from django.db import transaction
from django.utils import timezone

from articles.accounts import passkeys
from articles.accounts.passkey_offers import PasskeyRefused, offer_registration
from articles.accounts.recovery_codes import NUMBER, draw_codes, keep_codes
from articles.models import Passkey, RecoveryCode
from tests.accounts.authenticators import ORIGIN, Device
from tests.factories import make_user
from tests.sessions import PATIENCE_SECONDS, start

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_passkeys_at_once_the_one_beyond_the_limit_is_refused(settings):
    settings.SITE_URL = ORIGIN
    anna = make_user("anna")
    values = {"user": anna, "name": "a", "sign_count": 0, "made_at": timezone.now()}
    Passkey.objects.bulk_create(
        Passkey(credential_id=str(number), user_handle="AA", credential=b"", **values)
        for number in range(passkeys.MOST_PASSKEYS - 1)
    )

    def add():
        offer = offer_registration(anna, site_name="QuickTakes")
        answer = Device().create(offer.options)
        passkeys.register(anna, name="b", token=offer.token, answer=answer)

    with transaction.atomic():
        add()
        future = start(add)
    with pytest.raises(PasskeyRefused, match="more than"):
        future.result(PATIENCE_SECONDS)
    assert Passkey.objects.count() == passkeys.MOST_PASSKEYS


def test_of_codes_made_twice_at_once_ten_are_left():
    anna = make_user("anna")
    drawn = [draw_codes() for _ in range(2)]
    with transaction.atomic():
        keep_codes(anna, drawn[0])
        future = start(lambda: keep_codes(anna, drawn[1]))
    future.result(PATIENCE_SECONDS)
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(kept) == NUMBER
    assert kept == set(drawn[1].values())
