"""The news of the sample programme: articles in both languages, whose facts are the programme's records.

The texts are ours; what is told of the programme is what happened. Pictures are drawings and say so; who is
quoted is a sample person who agreed to it. Articles are written, made sure of and published by the same deeds
as on the newsroom's pages, so that a record that is changed first shows in them as a fault.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

import balai.ui
from balai.directory.models import Topic
from balai.kernel.sample import Stage
from balai.kernel.translated import TranslatedText
from balai.newsroom.enums import FaultKind
from balai.newsroom.models import Article
from balai.newsroom.queries.articles import consents_to_press
from balai.newsroom.services.publishing import faults_now, publish_article
from balai.newsroom.services.writing import add_photo, quote, start_article, verify, write_article
from balai.nominations.enums import Track
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.selection.enums import ParticipantState
from balai.selection.services.sample.moments import REFERENCE, account_of_cast, officer_of_sample

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.people.models import Person

DRAWINGS = Path(balai.ui.__file__).parent / "static" / "ui" / "covers"
CREDIT = "Balai"
BY_NAME = "photos-named"
"""The consent to be shown and quoted by name."""
SOURCE = "The office’s own list of participants, and the organisers’ notices of the programme."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing in place of a photo: which cover, and what is said of it."""

    cover: str
    caption: TranslatedText
    alternative: TranslatedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article as it is written."""

    name: str
    label: StrOrPromise
    at: dt.datetime
    topics: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    drawings: tuple[Drawing, ...]
    quoted: Mapping[str, str] | None = None
    is_recommended: bool = False


KILN = Drawing(
    cover="craft",
    caption=TranslatedText(
        en="Clay as it leaves the wheel: participants shaped ornaments at the Centre for Ceramics.",
        id="Tanah liat selepas roda putar: peserta membentuk hiasan di Balai Besar Keramik.",
    ),
    alternative=TranslatedText(
        en="Drawing of a jar, a bowl and a vase on a shelf before an orange sun.",
        id="Gambar guci, mangkuk, dan jambangan di atas rak di depan matahari jingga.",
    ),
)
LATHE = Drawing(
    cover="machine",
    caption=TranslatedText(
        en="A tool above its work: practice on machines that the Centre for Metal and Machinery builds itself.",
        id="Pahat di atas benda kerja: praktik pada mesin buatan Balai Besar Logam dan Mesin sendiri.",
    ),
    alternative=TranslatedText(
        en="Drawing of a tool that stands over a workpiece, with rings around the point where they meet.",
        id="Gambar pahat di atas benda kerja, dengan lingkaran di sekitar titik temunya.",
    ),
)
FLIGHT = Drawing(
    cover="flight",
    caption=TranslatedText(
        en="From part to aircraft: the last visit led to PT Dirgantara Indonesia.",
        id="Dari komponen menjadi pesawat: kunjungan terakhir ke PT Dirgantara Indonesia.",
    ),
    alternative=TranslatedText(
        en="Drawing of an aircraft that climbs above white clouds.",
        id="Gambar pesawat yang menanjak di atas awan putih.",
    ),
)
HALL = Drawing(
    cover="hall",
    caption=TranslatedText(
        en="A hall where people meet: the programme was opened in Jakarta.",
        id="Balai tempat orang bertemu: program dibuka di Jakarta.",
    ),
    alternative=TranslatedText(
        en="Drawing of a hall with a high roof on pillars, before hills and an orange sun.",
        id="Gambar balai beratap tinggi di atas tiang, di depan perbukitan dan matahari jingga.",
    ),
)

OPENING = Piece(
    name="opening",
    label=_("the press officer tells of the opening"),
    at=dt.datetime(2018, 7, 19, 13, 45, tzinfo=dt.UTC),
    topics=("sme-policy", "south-south"),
    texts={
        "headline": {
            "en": "Opening in {fact:city.jakarta}: why small industry needs laboratories",
            "id": "Pembukaan di {fact:city.jakarta}: mengapa industri kecil memerlukan laboratorium",
        },
        "lead": {
            "en": "{fact:participants|Words} people from {fact:countries|words} countries have arrived in {fact:host}. "
            "Until {fact:last_day} they will look at how research reaches the workshop.",
            "id": "{fact:participants|Words} orang dari {fact:countries|words} negara telah tiba di {fact:host}. "
            "Hingga {fact:last_day} mereka akan melihat bagaimana riset sampai ke bengkel kerja.",
        },
        "dateline": {"en": "{fact:city.jakarta}", "id": "{fact:city.jakarta}"},
        "body": {
            "en": "The first days belong to lectures: policy for small and medium industry, its finance, its markets, "
            "and what a laboratory can do for a firm that has none.\n\n"
            "Then the groups move to {fact:city.bandung}, where they will practise at centres of the ministry. "
            "The programme is held under {fact:scheme}.",
            "id": "Hari-hari pertama diisi kuliah: kebijakan industri kecil dan menengah, pembiayaan, pasar, dan apa "
            "yang dapat dilakukan laboratorium bagi perusahaan yang tidak memilikinya.\n\n"
            "Setelah itu kelompok pindah ke {fact:city.bandung} untuk praktik di balai-balai besar kementerian. "
            "Program ini diselenggarakan dalam rangka {fact:scheme}.",
        },
    },
    drawings=(HALL,),
)

CERAMICS = Piece(
    name="ceramics",
    label=_("the press officer tells of a workshop"),
    at=dt.datetime(2018, 7, 26, 13, 45, tzinfo=dt.UTC),
    topics=("ceramics", "research-development"),
    texts={
        "headline": {
            "en": "Clay, glaze and {fact:countries|words} countries at one table",
            "id": "Tanah liat, glasir, dan {fact:countries|words} negara di satu meja",
        },
        "lead": {
            "en": "At the {fact:site.bbk}, everybody made an ornament, after a briefing on safety.",
            "id": "Di {fact:site.bbk}, setiap orang membuat hiasan setelah pengarahan keselamatan.",
        },
        "dateline": {"en": "{fact:city.bandung}", "id": "{fact:city.bandung}"},
        "body": {
            "en": "The centre tests clay for workshops that have no laboratory, and shows what a small change of the "
            "mixture does in the kiln. The groups came one after another; each ornament stays with the one who "
            "made it.",
            "id": "Balai ini menguji tanah liat bagi bengkel yang tidak memiliki laboratorium dan memperlihatkan apa "
            "yang dihasilkan perubahan kecil pada campuran di dalam tungku. Kelompok datang bergiliran; setiap "
            "hiasan dibawa pulang oleh pembuatnya.",
        },
    },
    drawings=(KILN,),
)

CLOSING = Piece(
    name="closing",
    label=_("the press officer tells of the whole programme"),
    at=dt.datetime(2018, 7, 30, 16, tzinfo=dt.UTC),
    topics=("metal-machinery", "ceramics", "pulp-paper", "south-south", "research-development"),
    texts={
        "headline": {
            "en": "{fact:countries|Words} countries learn how research moves small industry",
            "id": "{fact:countries|Words} negara belajar bagaimana riset menggerakkan industri kecil",
        },
        "lead": {
            "en": "{fact:participants|Words} officials and entrepreneurs spent {fact:days|words} days in {fact:host}: "
            "lectures in {fact:city.jakarta}, then machines, fibre and clay in {fact:city.bandung}.",
            "id": "{fact:participants|Words} aparatur pemerintah dan pengusaha IKM mengikuti program "
            "{fact:days|words} hari di {fact:host}: kuliah di {fact:city.jakarta}, lalu mesin, serat, dan tanah liat "
            "di {fact:city.bandung}.",
        },
        "dateline": {"en": "{fact:city.jakarta}", "id": "{fact:city.jakarta}"},
        "body": {
            "en": "“{fact:title}” took place from {fact:first_day} to {fact:last_day}. Its {fact:participants} "
            "participants came from {fact:countries|words} members of the Colombo Plan: {fact:country.AF}, "
            "{fact:country.BD}, {fact:country.BT}, {fact:country.IN}, {fact:country.ID}, {fact:country.LA}, "
            "{fact:country.MM}, {fact:country.NP}, {fact:country.PK} and {fact:country.LK}. Some serve in "
            "government, others run an enterprise.\n\n"
            "The programme is part of {fact:scheme}. It was organised by the {fact:organiser.moi}, "
            "the {fact:organiser.setneg} and the {fact:organiser.colombo-plan-secretariat}.\n\n"
            "What had been taught was then done. At the {fact:site.bblm}, the groups worked on CNC machines that the "
            "centre builds itself. The {fact:site.bbt}, opened its research and development. At the "
            "{fact:site.bbpk}, beverage cartons became fibre again. The {fact:site.b4t}, showed how lithium-ion batteries are developed, "
            "and a service that works on principles of the Internet of Things. At the {fact:site.bbk}, everybody "
            "made an ornament of clay.\n\n"
            "{quote:1}\n\n"
            "Visits led to enterprises of {fact:city.bandung}, and to {fact:site.ptdi}, where the groups followed "
            "the making of an aircraft. All along they worked with enthusiasm, in lectures as in practice.\n\n"
            "A participant from the Ministry of Industries of {fact:country.BD} finds challenges at home that "
            "{fact:host} knows too, a large population among them, and small industry feels them most. What was "
            "learned is to grow further there: above all the use of technology where industry builds on local "
            "products.\n\n"
            "The head of the ministry’s agency for industrial research and development hopes that the programme "
            "goes on, and that cooperation among the member countries grows with it. The Director General for "
            "Small and Medium Industry closed it at the {fact:site.moi}, with a statement to the press.",
            "id": "“{fact:title}” berlangsung dari {fact:first_day} sampai dengan {fact:last_day}. "
            "{fact:participants} peserta datang dari {fact:countries|words} negara anggota Colombo Plan: "
            "{fact:country.AF}, {fact:country.BD}, {fact:country.BT}, {fact:country.IN}, {fact:country.ID}, "
            "{fact:country.LA}, {fact:country.MM}, {fact:country.NP}, {fact:country.PK}, dan {fact:country.LK}. "
            "Sebagian aparatur pemerintah, yang lain menjalankan usaha.\n\n"
            "Program ini bagian dari {fact:scheme}. Penyelenggaranya {fact:organiser.moi}, "
            "{fact:organiser.setneg}, dan {fact:organiser.colombo-plan-secretariat}.\n\n"
            "Yang diajarkan kemudian dikerjakan. Di {fact:site.bblm}, kelompok bekerja pada mesin CNC buatan balai "
            "itu sendiri. {fact:site.bbt}, membuka kegiatan penelitian dan pengembangannya. Di {fact:site.bbpk}, "
            "kemasan minuman kembali menjadi serat. {fact:site.b4t}, memperlihatkan pengembangan baterai ion litium "
            "dan layanan yang bekerja dengan prinsip Internet untuk segala. Di {fact:site.bbk}, setiap orang membuat "
            "hiasan dari tanah liat.\n\n"
            "{quote:1}\n\n"
            "Kunjungan menuju perusahaan di {fact:city.bandung} dan {fact:site.ptdi}, tempat kelompok mengikuti "
            "pembuatan pesawat. Mereka bekerja dengan antusias, baik dalam kuliah maupun praktik.\n\n"
            "Seorang peserta dari Kementerian Perindustrian {fact:country.BD} menemukan di negaranya tantangan yang "
            "juga dikenal {fact:host}, antara lain jumlah penduduk yang besar, dan industri kecil paling "
            "merasakannya. Yang dipelajari akan dikembangkan di sana: terutama penggunaan teknologi pada industri "
            "berbasis produk lokal.\n\n"
            "Kepala badan penelitian dan pengembangan industri kementerian berharap program ini berlanjut dan kerja "
            "sama antarnegara anggota tumbuh bersamanya. Direktur Jenderal Industri Kecil dan Menengah menutupnya "
            "di {fact:site.moi}, dengan pernyataan kepada pers.",
        },
        "members_text": {
            "en": "Your certificate and your presence are on your own pages. Whoever you show the certificate to can "
            "check it by its QR code, without signing in.",
            "id": "Sertifikat dan kehadiran Anda ada di halaman Anda sendiri. Siapa pun yang Anda perlihatkan dapat "
            "memeriksa sertifikat itu melalui kode QR-nya tanpa masuk.",
        },
    },
    drawings=(LATHE, KILN, FLIGHT),
    quoted={
        "en": "I knew such a machine from a catalogue. Here I cut a part on one.",
        "id": "Saya mengenal mesin seperti itu dari katalog. Di sini saya memotong komponen dengannya.",
    },
    is_recommended=True,
)
PIECES: Sequence[Piece] = (OPENING, CERAMICS, CLOSING)


def life_of_news() -> list[Stage]:
    """A stage for each article, where there is the reference programme."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    return [
        Stage(
            name=f"sample:news:{piece.name}", label=piece.label, at=piece.at, do=partial(tell, edition, piece)
        )
        for piece in PIECES
    ]


def tell(edition: Edition, piece: Piece) -> Article:
    """Write an article, make sure of what the records mark as unsure, and publish it."""
    edition.refresh_from_db()
    account = account_of_cast(Role.PRESS_OFFICER)
    writer = (account.person if account and account.person else officer_of_sample()).reference
    written_at = piece.at - dt.timedelta(minutes=40)
    consent = consents_to_press(edition).filter(purpose=BY_NAME).first() if piece.quoted else None
    texts = piece.texts if consent else _without_quotation(piece.texts)
    article = start_article(edition=edition, texts=texts, is_sample=True, actor=writer, at=written_at)
    topics = Topic.objects.filter(code__in=piece.topics)
    write_article(
        article_id=article.pk,
        texts=texts,
        topics=topics,
        is_recommended=piece.is_recommended,
        actor=writer,
        at=written_at,
    )
    for drawing in piece.drawings:
        about = {"caption": drawing.caption, "alternative": drawing.alternative, "credit": CREDIT}
        add_photo(
            article_id=article.pk,
            content=(DRAWINGS / f"{drawing.cover}.png").read_bytes(),
            name=f"{drawing.cover}.png",
            about=about | {"is_drawn": True, "shows_people": False},
            actor=writer,
            at=written_at,
        )
    if consent is not None and piece.quoted:
        speaker = consent.person
        quote(
            article_id=article.pk,
            words=piece.quoted,
            attribution=_who(edition, speaker),
            speaker=speaker,
            consent=consent,
            actor=writer,
            at=written_at,
        )
    article = Article.objects.select_related("edition__series").get(pk=article.pk)
    for fault in faults_now(article, at=piece.at):
        if fault.kind == FaultKind.UNVERIFIED:
            verify(article_id=article.pk, said=fault.said, source=SOURCE, actor=writer, at=written_at)
    publish_article(article_id=article.pk, actor=writer, at=piece.at)
    return Article.objects.select_related("edition__series", "published").get(pk=article.pk)


def _without_quotation(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Nobody agreed, nobody is quoted."""
    return {
        part: {language: words.replace("{quote:1}", "") for language, words in text.items()}
        for part, text in texts.items()
    }


def _who(edition: Edition, speaker: Person) -> dict[str, str]:
    """Name, office or trade, and country; who is made up is said to be."""
    participant = edition.participants.select_related("country", "nomination").get(
        person=speaker, state=ParticipantState.CONFIRMED
    )
    name, country = participant.name, participant.country.name
    is_official = participant.nomination.track == Track.OFFICIAL
    office = {
        "en": "government official" if is_official else "entrepreneur",
        "id": "aparatur pemerintah" if is_official else "pengusaha IKM",
    }
    return {
        "en": f"{name}, {office['en']} from {country.in_language('en').text} (sample person)",
        "id": f"{name}, {office['id']} dari {country.in_language('id').text} (orang contoh)",
    }
