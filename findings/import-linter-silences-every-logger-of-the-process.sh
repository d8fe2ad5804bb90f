#!/usr/bin/env bash
# import-linter 2.17.
#
# Seen: after importlinter.cli.lint_imports() every logger that existed before is disabled, and says
# nothing for the rest of the process.
#
#   before: disabled False
#   after: disabled True
#
# Who meets it: a test suite that checks its layers by that function, in one process with tests of
# what is logged: those fail, or not, by the order in which they run. It configures logging with a
# dictionary that leaves disable_existing_loggers at its default, which is true.
# Why it surprises: a check that reads source files changes the process that calls it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet import-linter==2.17
mkdir "$work/one"
touch "$work/one/__init__.py" "$work/one/above.py" "$work/one/below.py"
cat >"$work/.importlinter" <<'INI'
[importlinter]
root_package = one

[importlinter:contract:floors]
name = floors
type = layers
layers =
    one.above
    one.below
INI
cat >"$work/seen.py" <<'PYTHON'
import contextlib, io, logging, sys
sys.path.insert(0, ".")
logger = logging.getLogger("mine")
print("before: disabled", logger.disabled)
from importlinter import cli
with contextlib.redirect_stdout(io.StringIO()):
    assert cli.lint_imports() == 0
print("after: disabled", logger.disabled)
PYTHON
cd "$work"
venv/bin/python seen.py | tee out
diff - out <<'OUT'
before: disabled False
after: disabled True
OUT
