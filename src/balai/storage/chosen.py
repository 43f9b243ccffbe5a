"""Which place an installation has."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from balai.storage.folder import Folder

if TYPE_CHECKING:
    from balai.config import Config, ObjectStorage
    from balai.storage.place import Place


def place_of(config: Config) -> Place:
    """Where this installation's files lie."""
    if config.object_storage is None:
        return Folder(config.files_folder)
    return _bucket(config.object_storage, config.web_threads, os.getpid())


@cache
def _bucket(where: ObjectStorage, threads: int, process: int) -> Place:
    """One for each process: what was forked must not speak over the connections of its parent."""
    from balai.storage.bucket import Bucket

    return Bucket(where, threads=threads)
