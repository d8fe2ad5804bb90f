"""Recognition of bots by their User-Agent. Pure."""

import re
from functools import lru_cache

# A browser begins its name with "Mozilla/5.0" (RFC 9110, 10.1.5, leaves the form open; every
# browser of the last twenty years does). Of those that do as well, programs name themselves.
_BROWSER = "Mozilla/5.0 ("
_PROGRAMS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|archiv|fetch|preview|monitor|uptime|pingdom|statuscake"
    r"|site24x7|datadog|headless|phantomjs|lighthouse|pagespeed|ptst/|gtmetrix|validator|scan|nessus"
    r"|nikto|sqlmap|python|curl|wget|java/|okhttp|http-?client|go-http|axios|node-fetch|libwww"
    r"|mediapartners|googleother|google-|chatgpt|claude-|perplexity|bingsapi|yahoo! |facebookex"
    r"|meta-external|whatsapp/|barkrowler|feed|rss|link ?check|prerender|electron/",
    re.IGNORECASE,
)
# No browser's is half as long; what a thousand of them take has a bound.
_LONGEST_REMEMBERED = 500


def is_bot(user_agent: str) -> bool:
    """Return whether a User-Agent is a program's: conservative, so that a doubtful one is no
    reader. What is asked is remembered: to search a browser's name takes four times as long (40 µs)
    as to answer a stored page.

    What names itself as a browser and is none cannot be recognised here; it is counted.

    >>> is_bot("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    True
    >>> is_bot("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/120.0")
    False
    """
    if len(user_agent) > _LONGEST_REMEMBERED:
        return _is_program(user_agent)
    return _is_program_remembered(user_agent)


def _is_program(user_agent: str) -> bool:
    return not user_agent.startswith(_BROWSER) or bool(_PROGRAMS.search(user_agent))


_is_program_remembered = lru_cache(maxsize=1024)(_is_program)
