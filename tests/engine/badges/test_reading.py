from __future__ import annotations

import json
import zlib
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from pypdf import PdfWriter

from balai.engine.badges.award import credential_of
from balai.engine.badges.baking import bake_png, bake_svg
from balai.engine.badges.errors import BakingError
from balai.engine.badges.reading import ATTACHMENT, LARGEST, Carrier, find_credential
from balai.engine.badges.signing import token
from balai.engine.badges.strict import Reason, UnreadableError, read_moment, read_object
from balai.engine.badges.verify import verify
from tests.engine.badges.pictures import PNG, SVG
from tests.engine.badges.samples import LATER, PLAIN, bytes_of, did, proven, ring

ODD = replace(PLAIN, name="<![CDATA[ ]]> & \" ' Ünïcode သီတာ")
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


def pdf_with(*attached: tuple[str, bytes]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in attached:
        writer.add_attachment(name, content)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def written_token() -> str:
    return token(credential_of(ODD), ring().for_tokens)


@pytest.mark.parametrize(
    ("brought", "carrier"),
    [
        (lambda: bytes_of(proven(ODD)), Carrier.JSON),
        (lambda: b"\xef\xbb\xbf\n" + bytes_of(proven(ODD)) + b"\n", Carrier.JSON),
        (lambda: written_token().encode() + b"\n", Carrier.TOKEN),
        (lambda: bake_png(PNG, proven(ODD)), Carrier.PNG),
        (lambda: bake_png(PNG, written_token()), Carrier.PNG),
        (lambda: bake_svg(SVG, proven(ODD)), Carrier.SVG),
        (lambda: bake_svg(SVG, written_token()), Carrier.SVG),
        (lambda: pdf_with((ATTACHMENT, bytes_of(proven(ODD))), ("notes.json", b"{}")), Carrier.PDF),
    ],
    ids=["json", "json with mark", "token", "png", "png token", "svg", "svg token", "pdf"],
)
def test_a_credential_is_found_in_whatever_it_came(brought: Any, carrier: Carrier) -> None:
    found = find_credential(brought())
    judgement = verify(found, issuer=did(), at=LATER)

    assert found.carrier is carrier
    assert judgement.verdict == "valid"
    assert judgement.facts is not None
    assert judgement.facts.name == ODD.name


def test_a_code_holds_an_address_and_nothing_more() -> None:
    found = find_credential(PLAIN.id.encode())

    assert (found.carrier, found.address) == (Carrier.ADDRESS, PLAIN.id)
    assert verify(found, issuer=did(), at=LATER).reason is Reason.ADDRESS


def with_two_chunks() -> bytes:
    baked = bake_png(PNG, proven())
    begin = baked.index(b"iTXt") - 4
    end = begin + 12 + int.from_bytes(baked[begin : begin + 4])
    return baked[:end] + baked[begin:end] + baked[end:]


def compressed() -> bytes:
    body = b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{}")
    chunk = b"iTXt" + body
    return PNG[:33] + len(body).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4) + PNG[33:]


SVG_WITH = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">{}</svg>'


@pytest.mark.parametrize(
    ("brought", "reason"),
    [
        (PNG, "none"),
        (SVG, "none"),
        (pdf_with(), "none"),
        (pdf_with((ATTACHMENT, b"{}"), (ATTACHMENT, b"{}")), "several"),
        (SVG_WITH.format("<o:credential>{}</o:credential>" * 2).encode(), "several"),
        (SVG_WITH.format("<g><o:credential>{}</o:credential></g>").encode(), "none"),
        (b'<!DOCTYPE svg [<!ENTITY a "aa">]><svg>&a;</svg>', "damaged"),
        (b"<svg>", "damaged"),
        (PNG[:40], "none"),
        (PNG[:40] + b"x" + PNG[41:], "damaged"),
        (compressed(), "damaged"),
        (b"%PDF-1.7 nonsense", "damaged"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": {"b": 1, "b": 1}}', "twice"),
        (b'{"a": NaN}', "json"),
        (b'{"a": "\\ud800"}', "json"),
        (b'{"a": ', "json"),
        (b'{"a": ' + b"[" * 100_000, "json"),
        (b'{"a": ' + b"[" * 30 + b"]" * 30 + b"}", "depth"),
        (b'{"a": "' + b"x" * 600_000 + b'"}', "size"),
        (b"x" * (LARGEST + 1), "size"),
        (b"\xff\xd8\xff\xe0 JPEG", "kind"),
        (b"A certificate", "kind"),
        (b"", "kind"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(brought: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        find_credential(brought)

    assert refused.value.reason == reason


def test_two_credentials_in_one_picture_are_refused() -> None:
    with pytest.raises(UnreadableError, match="several"):
        find_credential(with_two_chunks())


def test_a_baked_picture_still_shows_the_same() -> None:
    png, svg = bake_png(PNG, proven(ODD)), bake_svg(SVG, proven(ODD))

    with Image.open(BytesIO(png)) as after, Image.open(BytesIO(PNG)) as before:
        assert after.tobytes() == before.tobytes()
        assert json.loads(after.info["openbadgecredential"]) == proven(ODD)
    root = ET.fromstring(svg)  # noqa: S314 -- our own
    element, rectangle = root
    assert element.tag == f"{{{NAMESPACE}}}credential"
    assert json.loads(element.text or "") == proven(ODD)
    assert rectangle.tag == "{http://www.w3.org/2000/svg}rect"
    assert svg.endswith(SVG[SVG.index(b"<rect") :])


@pytest.mark.parametrize(
    ("bake", "picture", "reason"),
    [
        (bake_png, SVG, "picture"),
        (bake_png, PNG[:-6], "picture"),
        (bake_png, PNG[:40] + b"x" + PNG[41:], "picture"),
        (bake_png, bake_png(PNG, "a.b.c"), "baked"),
        (bake_svg, PNG, "picture"),
        (bake_svg, b"<html/>", "picture"),
        (bake_svg, b"<svg/>", "picture"),
        (bake_svg, b"<svg>", "picture"),
        (bake_svg, b"<!DOCTYPE svg><svg><g/></svg>", "doctype"),
        (bake_svg, bake_svg(SVG, "a.b.c"), "baked"),
        (bake_svg, SVG_WITH.format("<o:credential/>").encode(), "baked"),
    ],
)
def test_what_cannot_be_baked_is_refused_with_its_reason(bake: Any, picture: bytes, reason: str) -> None:
    with pytest.raises(BakingError) as refused:
        bake(picture, "a.b.c")

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "text",
    ["2018-04-13", "2018-04-13T08:30:00", "2018-13-01T00:00:00Z", "0001-01-01T00:00:00+23:00", "٢018-04-13T08:30:00Z"],
)  # fmt: skip
def test_a_moment_is_a_moment(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_moment(text)


def test_only_objects_are_read() -> None:
    with pytest.raises(UnreadableError):
        read_object("[1]")
