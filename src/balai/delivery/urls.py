"""Addresses of the delivery, by subject."""

from __future__ import annotations

from django.urls import path

from balai.delivery.views import (
    daily,
    feedback,
    gates,
    kiosk,
    materials,
    outcome_tests,
    practice,
    practice_tablet,
    presence,
    printing,
    tablet,
)

OF_A_GATE = "<str:code>/gates/<slug:site>/<str:on>/"
OF_A_TASK = "practice/<str:code>/<str:name>/"

app_name = "delivery"
urlpatterns = [
    path("practice/", practice.tasks, name="practice"),
    path("practice/mine/", practice.passport, name="passport"),
    path("practice/mine/<uuid:key>/", practice.sign_own, name="sign_own"),
    path("practice/mine/<str:code>.pdf", practice.own_transcript, name="own_transcript"),
    path("practice/photos/<uuid:key>/", practice.photo, name="practice_photo"),
    path("practice/<str:code>/transcripts/<uuid:key>.pdf", practice.transcript, name="transcript"),
    path("practice/<str:code>/devices/register/", practice_tablet.register, name="practice_register"),
    path("practice/<str:code>/devices/bundle/", practice_tablet.bundle, name="practice_bundle"),
    path(OF_A_TASK, practice.task, name="practice_task"),
    path(f"{OF_A_TASK}brief/", practice.brief, name="practice_brief"),
    path(f"{OF_A_TASK}<uuid:key>/", practice.sign, name="practice_sign"),
    path("feedback/", feedback.mine, name="feedback"),
    path("feedback/<str:code>/results/", feedback.results, name="feedback_results"),
    path("feedback/<str:code>/sessions/<uuid:key>/", feedback.pulse, name="feedback_pulse"),
    path("feedback/<str:code>/<str:kind>/", feedback.answer, name="feedback_answer"),
    path("materials/", materials.index, name="materials_index"),
    path("materials/files/<uuid:key>/<str:form>/", materials.file, name="material_file"),
    path("materials/<str:code>/", materials.materials, name="materials"),
    path("materials/<str:code>/add/", materials.add, name="material_add"),
    path("materials/<str:code>/<uuid:key>/", materials.material, name="material"),
    path("materials/<str:code>/<uuid:key>/withdraw/", materials.withdraw, name="material_withdraw"),
    path("tests/", outcome_tests.mine, name="tests"),
    path("tests/<str:code>/bank/", outcome_tests.bank, name="test_bank"),
    path("tests/<str:code>/draw/", outcome_tests.draw, name="test_draw"),
    path("tests/<str:code>/gains/", outcome_tests.gains, name="test_gains"),
    path("tests/<str:code>/gains.xlsx", outcome_tests.gains_xlsx, name="test_gains_xlsx"),
    path("tests/<str:code>/<str:occasion>/", outcome_tests.test, name="test"),
    path("", presence.index, name="index"),
    path("here/", kiosk.here, name="here"),
    path("screen/", kiosk.screen, name="screen"),
    path("scans/", tablet.scans, name="scans"),
    path("tablet/worker.js", tablet.worker, name="tablet_worker"),
    path("practice-notes/", practice_tablet.notes, name="practice_notes"),
    path("tablet/<str:code>/practice/", practice_tablet.page, name="practice_tablet"),
    path("tablet/<str:code>/", tablet.tablet, name="tablet"),
    path("<str:code>/", presence.presence, name="presence"),
    path("<str:code>/sessions/<uuid:key>/", presence.session, name="session"),
    path("<str:code>/day/", daily.day, name="day"),
    path("<str:code>/day/sheet.pdf", daily.day_paper, name="day_paper"),
    path("<str:code>/day/meals/", daily.meals, name="meals"),
    path("<str:code>/day/meals.<slug:kind>", daily.meals_file, name="meals_file"),
    path("<str:code>/sessions/<uuid:key>/screen/", kiosk.open_at_door, name="open_screen"),
    path("<str:code>/gates/", gates.gates, name="gates"),
    path(f"{OF_A_GATE}", gates.gate_list, name="gate_list"),
    path(f"{OF_A_GATE}list.<slug:kind>", gates.gate_file, name="gate_file"),
    path(
        f"{OF_A_GATE}passports.<slug:kind>",
        gates.gate_file_with_passports,
        name="gate_file_with_passports",
    ),
    path("<str:code>/conflicts/", presence.conflicts, name="conflicts"),
    path("<str:code>/presence-rules/", presence.terms, name="terms"),
    path("<str:code>/devices/register/", tablet.register, name="register"),
    path("<str:code>/devices/bundle/", tablet.bundle, name="bundle"),
    path("<str:code>/devices/<uuid:key>/end/", presence.end, name="end_device"),
    path("<str:code>/print/", printing.papers, name="print"),
    path("<str:code>/print/<str:kind>-<str:language>.pdf", printing.paper, name="paper"),
    path("<str:code>/participants/<uuid:key>/new-code/", printing.new_code, name="new_code"),
]
