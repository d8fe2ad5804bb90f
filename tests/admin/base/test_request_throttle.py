from articles.admin.base.request_throttle import _BURST, _MOST_KNOWN, _take


def test_a_burst_then_two_a_second():
    buckets = {}
    assert [_take(buckets, 1, 0.0) for _ in range(_BURST)] == [0] * _BURST
    assert _take(buckets, 1, 0.0) == 1
    assert _take(buckets, 2, 0.0) == 0
    assert [_take(buckets, 1, 1.0) for _ in range(3)] == [0, 0, 1]
    assert _take(buckets, 1, 60.0) == 0


def test_users_of_long_ago_are_forgotten():
    buckets = {}
    for key in range(_MOST_KNOWN + 5):
        _take(buckets, key, 0.0)
    assert len(buckets) == _MOST_KNOWN
    assert 0 not in buckets
