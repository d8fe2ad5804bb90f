"""The bundle of CodeMirror is what its sources make, and its licences are beside it."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static" / "admin" / "qtsite"
BUNDLE = (STATIC / "codemirror.js").read_text()
LICENCES = (STATIC / "codemirror-LICENSE.txt").read_text()
# In the order of script/editor.
SOURCES = ("package-lock.json", "codemirror.js", "adopted_styles.js", "no_html.js")


def test_the_bundle_is_made_of_the_sources_that_stand_here():
    digest = hashlib.sha256(b"".join((ROOT / "editor" / name).read_bytes() for name in SOURCES))
    assert digest.hexdigest() in BUNDLE.partition("\n")[0], "run script/editor"


def test_every_package_that_is_bundled_brings_its_licence():
    wanted = json.loads((ROOT / "editor" / "package.json").read_text())["dependencies"]
    for name, version in wanted.items():
        assert f"---- {name} {version} (MIT)" in LICENCES
    packages = re.findall(r"^---- ", LICENCES, re.M)
    assert len(packages) == LICENCES.count("THE SOFTWARE IS PROVIDED")


def test_what_the_editor_imports_is_in_the_bundle():
    exported = set(re.findall(r"[\w$]+ as (\w+)", BUNDLE[BUNDLE.rindex("export{") :]))
    for script in STATIC.glob("answer_*.js"):
        for names in re.findall(r"import \{([^}]+)\} from \"./codemirror.js\"", script.read_text()):
            assert {name.strip() for name in names.split(",") if name.strip()} <= exported
