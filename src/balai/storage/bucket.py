"""Sealed files in a bucket of an object storage that speaks S3.

Imported only where one is named: boto3 takes 20 MB of a process and is installed only then.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from boto3.session import Session
from botocore.config import Config as Way
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    IncompleteReadError,
    NoCredentialsError,
    PartialCredentialsError,
    ResponseStreamingError,
)

from balai.storage.place import Stored
from balai.storage.problems import StorageProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.config import ObjectStorage

CONNECT_SECONDS = 3
ANSWER_SECONDS = 10
ATTEMPTS = 3
"""Whoever waits for a storage that is silent is told within a minute."""

BROKEN_OFF = (IncompleteReadError, ResponseStreamingError)

CORRECT_KEY = "Correct the key in BALAI_FILES_URL or in the environment."
REMEDIES = {
    "NoSuchBucket": "Make the bucket, or correct its name in BALAI_FILES_URL.",
    "AccessDenied": "Give its key the right to list the bucket, and to read, write and delete below the prefix.",
    "InvalidAccessKeyId": CORRECT_KEY,
    "SignatureDoesNotMatch": CORRECT_KEY,
    "ExpiredToken": CORRECT_KEY,
    "RequestTimeTooSkewed": "Let this machine set its clock by network (NTP).",
    "PermanentRedirect": "Name the region of the bucket in BALAI_FILES_URL: …?region=….",
    "AuthorizationHeaderMalformed": "Name the region of the bucket in BALAI_FILES_URL: …?region=….",
}
OTHERWISE = "Look at the storage's own messages, and mend what they name."


class Bucket:
    """A :class:`balai.storage.place.Place` behind HTTP."""

    def __init__(self, where: ObjectStorage, *, threads: int) -> None:
        self._where = where
        self._start = f"{where.prefix}/" if where.prefix else ""
        way = Way(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            max_pool_connections=max(10, threads),
            # Checksums of Amazon's own kind are not understood by every other service, a signed body is.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={
                "payload_signing_enabled": True,
                "addressing_style": "path" if where.endpoint else "auto",
            },
        )
        with self._told():
            self._client: Any = Session(
                aws_access_key_id=where.access_key,
                aws_secret_access_key=where.secret_key,
                region_name=where.region,
            ).client("s3", endpoint_url=where.endpoint, config=way)

    def write(self, name: str, content: bytes) -> None:
        # As a stream: of bytes, the time to connect would have to do for all of them.
        with self._told():
            self._client.put_object(**self._object(name), Body=BytesIO(content))

    def read(self, name: str) -> bytes:
        with self._told():
            for _attempt in range(ATTEMPTS - 1):
                with suppress(*BROKEN_OFF):  # the library tries again only until an answer begins
                    return self._read(name)
            return self._read(name)

    def _read(self, name: str) -> bytes:
        try:
            return bytes(self._client.get_object(**self._object(name))["Body"].read())
        except self._client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(f"{self._where}/{name}") from error

    def remove(self, name: str) -> None:
        with self._told():
            self._client.delete_object(**self._object(name))

    def listed(self) -> Iterator[Stored]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._where.bucket, Prefix=self._start
        )
        with self._told():
            for page in pages:
                for found in page.get("Contents", ()):
                    name = found["Key"].removeprefix(self._start)
                    if name and not name.endswith("/"):  # what a browser of buckets makes of a folder
                        yield Stored(name=name, at=found["LastModified"])

    def _object(self, name: str) -> dict[str, str]:
        return {"Bucket": self._where.bucket, "Key": self._start + name}

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the library raises into a problem with its remedy."""
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "it says nothing"))
            raise StorageProblem(
                f"The object storage {self._where} refuses: {code}.", REMEDIES.get(code, OTHERWISE)
            ) from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise StorageProblem(
                f"Nobody says with which key to come to the object storage {self._where}.",
                "Write it as s3://key:secret@bucket in BALAI_FILES_URL, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            ) from error
        except (BotoCoreError, ValueError) as error:  # the latter for an endpoint that is no address
            words = " ".join(str(error).split()).rstrip(".")
            raise StorageProblem(
                f"The object storage {self._where} does not answer: {words}.",
                "Start it, mend the network to it, or correct BALAI_FILES_URL.",
            ) from error
