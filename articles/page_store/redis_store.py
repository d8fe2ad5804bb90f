"""Bytes by key in Redis, which the machines of a site share."""

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

_PREFIX = "qtsite:page:"
# A page that nobody has asked for in so long is made again; a version that no longer runs goes.
_KEPT_SECONDS = 30 * 86_400
# Making the page takes a few milliseconds: whoever waits longer for the store has lost.
_PATIENCE_SECONDS = 0.1


class RedisStore:
    """The room is Redis' own (`maxmemory`, with a policy such as allkeys-lru). Every method raises
    RedisError."""

    errors = (RedisError, OSError)

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(
            url,
            socket_timeout=_PATIENCE_SECONDS,
            socket_connect_timeout=_PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )

    def get(self, key: str) -> bytes | None:
        """Return what is stored under a key."""
        return self._redis.get(_PREFIX + key)

    def put(self, key: str, data: bytes) -> None:
        """Store bytes in the place of the key's last."""
        self._redis.set(_PREFIX + key, data, ex=_KEPT_SECONDS)
