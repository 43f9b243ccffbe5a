"""What is remembered of contexts changes nothing of what is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pyld import jsonld

from balai.engine.badges.award import credential_of
from balai.engine.badges.canon import RELATIVE, UncanonicalError, canonical, compacted, expanded
from balai.engine.badges.pinned import load
from tests.engine.badges.samples import FULL, PLAIN

if TYPE_CHECKING:
    from balai.engine.badges.award import Award

PLAINLY = {"documentLoader": load, "base": RELATIVE}


@pytest.mark.parametrize("award", [PLAIN, FULL])
def test_documents_come_to_the_same_as_without_memory(award: Award) -> None:
    document = credential_of(award)
    plainly = jsonld.normalize(
        document, {**PLAINLY, "algorithm": "URDNA2015", "format": "application/n-quads"}
    ).encode()

    for _ in range(2):
        meaning = expanded(document)
        assert meaning == jsonld.expand(document, PLAINLY)
        assert canonical(document) == canonical(meaning) == plainly
        assert compacted(meaning, document["@context"]) == jsonld.compact(
            meaning, {"@context": document["@context"]}, PLAINLY
        )


def test_the_words_of_one_stranger_are_not_those_of_another() -> None:
    def said(address: str) -> dict[str, Any]:
        return {"@context": [{"name": address}], "name": "Karma"}

    context = {"name": "urn:one:name"}
    document = {"@context": context, "name": "Karma"}
    for address in ("urn:one:name", "urn:two:name", "urn:one:name"):
        context["name"] = address
        assert expanded(said(address)) == expanded(document) == [{address: [{"@value": "Karma"}]}]
    with pytest.raises(UncanonicalError):
        expanded({"@context": "https://elsewhere.example/words.json", "name": "Karma"})
