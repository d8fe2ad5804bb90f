"""Recognition of bots by their User-Agent. Pure."""

import re

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


def is_bot(user_agent: str) -> bool:
    """Return whether a User-Agent is a program's: conservative, so that a doubtful one is no
    reader.

    What names itself as a browser and is none cannot be recognised here; it is counted.

    >>> is_bot("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    True
    >>> is_bot("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/120.0")
    False
    """
    return not user_agent.startswith(_BROWSER) or bool(_PROGRAMS.search(user_agent))
