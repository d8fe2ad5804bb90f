"""What web servers have to say of each file, read off the answers: the headers of each kind of
address, and the addresses that have others than most of their kind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from articles.static_site.kinds import KINDS, PAGE, STATIC_KINDS, Kind
from articles.static_site.state import State

Headers = Mapping[str, str]

# Of a static file whose ending says nothing.
UNKNOWN_TYPE = "application/octet-stream"
CONTENT_TYPE, LAST_MODIFIED = "Content-Type", "Last-Modified"


@dataclass(slots=True)
class Rules:
    """`by_kind` has the headers of each kind that has files; `by_file` those of the files that
    differ, each under the address by which a web server finds it. The type of a file is among them,
    and "Last-Modified: *" where the answer says when it changed. `static_types` are the types of
    static files by their endings."""

    by_kind: dict[Kind, Headers] = field(default_factory=dict)
    by_file: dict[str, Headers] = field(default_factory=dict)
    static_types: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The names of all headers but the type's, which web servers know by other means."""
        sets = [*self.by_kind.values(), *self.by_file.values()]
        return sorted({name for headers in sets for name in headers} - {CONTENT_TYPE})

    @property
    def usual(self) -> Headers:
        """What is said of pages, and of an address of which nothing else is known."""
        return self.by_kind.get(PAGE, {})


def rules_of(state: State) -> Rules:
    """Return the rules of what the folder holds."""
    rules = Rules()
    kinds = {kind.name: kind for kind in KINDS}
    for name, text, _ in state.header_sets():
        kind, headers = kinds[name], dict(json.loads(text))
        if kind in STATIC_KINDS:
            content_type = headers.pop(CONTENT_TYPE)
            for path, _ in state.paths_with(name, text):
                if content_type != UNKNOWN_TYPE:
                    rules.static_types[path.rsplit(".", 1)[1]] = content_type
        if kind not in rules.by_kind:
            rules.by_kind[kind] = headers
        elif headers != rules.by_kind[kind]:
            for path, file in state.paths_with(name, text):
                rules.by_file[f"/{file}" if file.endswith(".410.html") else path] = headers
    rules.by_kind = {kind: rules.by_kind[kind] for kind in KINDS if kind in rules.by_kind}
    return rules
