"""Where the example programmes are: beside the code in a clone, within the package where it was installed."""

from __future__ import annotations

from pathlib import Path

import balai

PACKAGE = Path(balai.__file__).parent
PLACES = (PACKAGE / "examples", PACKAGE.parents[1] / "examples")
REFERENCE = "colombo-plan-2018"


def example(name: str) -> Path:
    """The folder of an example.

    Raises:
        FileNotFoundError: this copy of the product came without it.
    """
    for place in PLACES:
        if (place / name / "bundle.yaml").is_file():
            return place / name
    raise FileNotFoundError(f"there is no example {name} in {' or '.join(map(str, PLACES))}")
