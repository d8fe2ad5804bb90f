"""An S3-compatible server of the tests' own: SeaweedFS, whose program is in a wheel of its name.

Its whole storage (master, volumes, filer, S3) is one process, `weed mini`: there within a second,
killed and started again over the same folder. Of what the site asks for it has signatures of
version 4, conditional writes (If-None-Match), multipart uploads that show nothing before they are
complete, listings with ETags and reading without an account. It has no storage classes, and its
answers to what is not asked here are not Amazon's to the letter.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tests.free_ports import free_ports

BUCKET, ACCESS_KEY, SECRET_KEY, REGION = "qtsite-tests", "tests", "tests-secret", "us-east-1"
_START_SECONDS = 60
_PART_BYTES = 5 << 20
# Reading without an account is what a public bucket allows.
_ACCOUNTS = {
    "identities": [
        {
            "name": "site",
            "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
            "actions": ["Admin", "Read", "List", "Tagging", "Write"],
        },
        {"name": "anonymous", "actions": ["Read"]},
    ]
}


@dataclass(slots=False)
class S3Server:
    """The server over `folder`, and whether it runs; `url` is its endpoint."""

    folder: Path
    port: int
    others: list[int]
    process: subprocess.Popen | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def public_url(self) -> str:
        """Where the bucket's objects are read without an account."""
        return f"{self.url}/{BUCKET}"

    @property
    def variables(self) -> dict[str, str]:
        """The site's environment variables for this server."""
        return {
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.url,
            "S3_REGION": REGION,
            "S3_ACCESS_KEY_ID": ACCESS_KEY,
            "S3_SECRET_ACCESS_KEY": SECRET_KEY,
        }

    @cached_property
    def client(self) -> Any:
        """A client of boto3 that tries once: what is said now is what is true now."""
        return self._client(read_timeout=60)

    def _client(self, read_timeout: int) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            config=Config(
                retries={"total_max_attempts": 1},
                connect_timeout=2,
                read_timeout=read_timeout,
                s3={"addressing_style": "path"},
            ),
        )

    def start(self) -> None:
        """Return when an object can be written."""
        log = (self.folder / "log").open("ab")
        with log:
            self.process = subprocess.Popen(self._command(), stdout=log, stderr=log)
        deadline = time.monotonic() + _START_SECONDS
        asking = self._client(read_timeout=3)
        while True:
            try:
                self._make_bucket(asking)
                return
            except (BotoCoreError, ClientError):
                log_text = (self.folder / "log").read_text(errors="replace")[-3_000:]
                assert self.process.poll() is None, log_text
                assert time.monotonic() < deadline, log_text
            time.sleep(0.05)

    def kill(self) -> None:
        """As when its machine dies: nothing is said to anybody."""
        self.process.kill()
        self.process.wait()

    def pause(self) -> None:
        """It takes connections, and answers none."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def names(self, prefix: str = "") -> list[str]:
        """The names of the objects below a prefix."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return [row["Key"] for page in pages for row in page.get("Contents", ())]

    def body(self, key: str) -> bytes:
        return self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()

    def uploads(self) -> list[str]:
        """The names of the multipart uploads that are neither complete nor given up."""
        found = self.client.list_multipart_uploads(Bucket=BUCKET)
        return [row["Key"] for row in found.get("Uploads", ())]

    def empty(self) -> None:
        """Delete every object, as between two tests."""
        for key in self.names():
            self.client.delete_object(Bucket=BUCKET, Key=key)

    def _make_bucket(self, client: Any) -> None:
        try:
            client.head_bucket(Bucket=BUCKET)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
            client.create_bucket(Bucket=BUCKET)
        # A part of an upload, as large as one is: the volumes come last, and after a kill they take
        # small objects before large ones.
        upload = client.create_multipart_upload(Bucket=BUCKET, Key="is-there")
        named = {"Bucket": BUCKET, "Key": "is-there", "UploadId": upload["UploadId"]}
        try:
            client.upload_part(**named, PartNumber=1, Body=bytes(_PART_BYTES))
        finally:
            client.abort_multipart_upload(**named)

    def _command(self) -> list[str]:
        accounts = self.folder / "accounts.json"
        accounts.write_text(json.dumps(_ACCOUNTS))
        names = ("master", "volume", "filer", "s3")
        http = zip(names, (*self.others[:3], self.port), strict=True)
        grpc = zip(names, self.others[3:7], strict=True)
        options = {
            "dir": self.folder / "data",
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            **{f"{name}.port": port for name, port in http},
            **{f"{name}.port.grpc": port for name, port in grpc},
            "s3.config": accounts,
            "s3.localSocket": self.folder / "s3.sock",
            "filer.localSocket": self.folder / "filer.sock",
            # Nothing that the site asks for, and nothing that leaves the machine.
            "master.telemetry": "false",
            "webdav": "false",
            "admin.ui": "false",
            "admin.port": self.others[7],
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
        }
        (self.folder / "data").mkdir(exist_ok=True)
        said = (f"-{name}={value}" for name, value in options.items())
        return [*_dying_with_us(), _program(), "-logtostderr=true", "mini", *said]


@contextmanager
def running_s3() -> Iterator[S3Server]:
    """A server with an empty bucket, `BUCKET`."""
    _program()
    # Sockets of Unix take 107 characters: a test's own folder may have a longer name.
    folder = Path(tempfile.mkdtemp(prefix="s3-"))
    port, *others = free_ports(9)
    server = S3Server(folder, port, others)
    try:
        server.start()
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.process.kill()
            server.process.wait()
        shutil.rmtree(folder)


def read_publicly(url: str) -> tuple[bytes, dict[str, str]]:
    """What somebody without an account reads: the body, and the headers by small names."""
    with urlopen(url, timeout=60) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def _dying_with_us() -> list[str]:
    """A run of the tests that is killed leaves no server (prctl(2), PR_SET_PDEATHSIG)."""
    return ["setpriv", "--pdeathsig", "KILL", "--"] if shutil.which("setpriv") else []


def _program() -> str:
    beside = Path(sys.executable).parent / "weed"
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("weed")
    if not found:
        pytest.skip("SeaweedFS (weed) is not installed")
    return found
