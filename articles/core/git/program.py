"""The git program, run safely: no hook, no helper, no question, no end that never comes.

Every call has the same environment: whatever variables of git the caller's shell has are left out
(a hook of another repository sets GIT_DIR), and what a repository's own configuration could make
git run is switched off. https and ssh use the credentials that git has for the account.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# For what reads the repository on this machine; a fetch says its own.
LOCAL_SECONDS = 300
_LAST_WORDS = 300

_CONFIGURATION = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.askPass=",
    "core.quotePath=false",
    # With it git-log runs gpg, or what gpg.program names instead.
    "log.showSignature=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    # However few objects come, they are a pack, whose size is watched.
    "fetch.unpackLimit=1",
    # A server that sends less than 1 kB/s for a minute will not end.
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
)


# Answers where a password is asked for (gitcredentials(7), "CUSTOM HELPERS").
_HELPER = (
    '!f() { test "$1" = get &&'
    ' printf "username=%s\\npassword=%s\\n" "$QTSITE_GIT_USER" "$QTSITE_GIT_PASSWORD"; }; f'
)


class GitFailed(Exception):
    """Git did not do what it was asked; carries the sentence."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a server (`https://example.com`) is told where it asks who reads."""

    server: str
    user: str
    password: str = field(repr=False)


def run(
    folder: Path | None,
    *arguments: str,
    stdin: bytes = b"",
    timeout_seconds: float = LOCAL_SECONDS,
    protocols: Sequence[str] = (),
    credentials: Credentials | None = None,
    watch: Callable[[], str] | None = None,
) -> bytes:
    """Return what git writes; raises GitFailed.

    `protocols` is what it may speak (none), `credentials` are for a server of https. `watch` is
    called twice a second while it works, and ends it with the reason that it returns.
    """
    process = start(folder, *arguments, protocols=protocols, credentials=credentials)
    reasons: list[str] = []
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process, ended, watch, reasons), daemon=True)
    if watch:
        watcher.start()
    try:
        out, words = process.communicate(stdin, timeout=timeout_seconds)
    except subprocess.TimeoutExpired as error:
        stop(process)
        raise GitFailed(f"git took longer than {timeout_seconds:,.0f} seconds.") from error
    except BaseException:
        stop(process)
        raise
    finally:
        ended.set()
    if reasons:
        raise GitFailed(reasons[0])
    if process.returncode:
        raise GitFailed(explain(words))
    return out


def start(
    folder: Path | None,
    *arguments: str,
    protocols: Sequence[str] = (),
    credentials: Credentials | None = None,
) -> subprocess.Popen[bytes]:
    """Begin a git that is written to and read from; raises GitFailed. End it with `stop`, or by
    closing what it reads."""
    command = ["git", *(word for value in _CONFIGURATION for word in ("-c", value))]
    if folder is not None:
        # Not found from there upwards: this folder, or none.
        command.append(f"--git-dir={folder}")
    try:
        return subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(protocols) | _said(credentials),
            cwd=folder,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        if folder is not None and not folder.is_dir():
            raise GitFailed(f"{folder} is no folder.") from error
        raise GitFailed("git is not installed on this machine.") from error
    except OSError as error:
        raise GitFailed(f"git could not be run: {error.strerror}.") from error


def stop(process: subprocess.Popen[bytes]) -> None:
    """End git with whatever it has started (ssh, index-pack), and close the pipes."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe and not pipe.closed:
            try:
                pipe.close()
            except OSError:  # what was to be written to it
                continue
    process.wait()


def explain(words: bytes) -> str:
    """Return what git says as a sentence: its last line with a reason."""
    text = words.decode(errors="replace")
    if "dubious ownership" in text:
        return (
            "the repository belongs to another account of this machine. If you trust it, say so:"
            " git config --global --add safe.directory FOLDER."
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:", "ERROR:"))]
    last = (told or lines or ["it gave no reason"])[0]
    for label in ("fatal: ", "error: ", "ERROR: "):
        last = last.removeprefix(label)
    return f"git says: {last[:_LAST_WORDS].rstrip('.')}."


def _environment(protocols: Sequence[str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return inherited | {
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=30",
        "GIT_ALLOW_PROTOCOL": ":".join(protocols) or "none",
        # What a partial clone lacks would be fetched from wherever its configuration says.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
    }


def _said(credentials: Credentials | None) -> dict[str, str]:
    """Variables that only git and what it starts can read, and not everybody as its arguments."""
    if credentials is None:
        return {}
    return {
        "QTSITE_GIT_USER": credentials.user,
        "QTSITE_GIT_PASSWORD": credentials.password,
        "GIT_CONFIG_COUNT": "2",
        # An empty one forgets those of the account, which would be given the password to keep.
        "GIT_CONFIG_KEY_0": "credential.helper",
        "GIT_CONFIG_VALUE_0": "",
        "GIT_CONFIG_KEY_1": f"credential.{credentials.server}.helper",
        "GIT_CONFIG_VALUE_1": _HELPER,
    }


def _watch(
    process: subprocess.Popen[bytes],
    ended: threading.Event,
    watch: Callable[[], str] | None,
    reasons: list[str],
) -> None:
    while watch and not ended.wait(0.5):
        if reason := watch():
            reasons.append(reason)
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            return
