"""The published contract: its shapes, its operations, and that bodies take what it says and nothing else."""

from __future__ import annotations

import json
import re
from collections import Counter
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from django.test import Client
from ninja import Schema
from pydantic import ValidationError

from balai.api import api, groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"


def test_the_published_contract_is_the_one_that_is_served() -> None:
    served = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))

    assert served == json.loads(SCHEMA.read_text(encoding="utf-8")), "make schema writes the new contract"


def test_no_two_shapes_have_one_name() -> None:
    """The contract knows each by its name: the second would be described as the first."""
    shapes: list[type[Schema]] = []
    found = [Schema]
    while found:
        shapes += (more := [shape for one in found for shape in one.__subclasses__()])
        found = more
    own = {shape for shape in shapes if shape.__module__.startswith("balai.")}
    chosen = {
        one
        for shape in own
        for field in shape.model_fields.values()
        for one in enumerations(field.annotation)
    }
    names = Counter(each.__name__ for each in own | chosen)

    assert [name for name, times in names.items() if times > 1] == []


def enumerations(annotation: Any) -> Iterator[type[Enum]]:
    """Those that a field's type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for part in get_args(annotation):
        yield from enumerations(part)


def test_every_operation_tells_its_scope_and_its_answer() -> None:
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    told = [(tag, one["id"], one["scope"]) for tag, operations in groups(schema) for one in operations]

    assert told == [
        ("alumni", "list_alumni", "own:read"),
        ("alumni", "write_to_alumni_group", "own:write"),
        ("alumni", "get_alumni_invitations", "programmes:read"),
        ("alumni", "invite_alumni", "programmes:write"),
        ("alumni", "leave_alumni_directory", "own:write"),
        ("alumni", "get_my_alumni_entry", "own:read"),
        ("alumni", "save_my_alumni_entry", "own:write"),
        ("alumni", "list_my_expert_offers", "own:read"),
        ("alumni", "make_expert_offer", "own:write"),
        ("alumni", "withdraw_expert_offer", "own:write"),
        ("alumni", "list_expert_offers", "directory:read"),
        ("alumni", "decline_expert_offer", "directory:write"),
        ("alumni", "take_up_expert_offer", "directory:write"),
        ("certificates", "list_certificates", "programmes:read"),
        ("certificates", "issue_certificates", "programmes:write"),
        ("certificates", "get_certificate_batch", "programmes:read"),
        ("certificates", "reissue_certificate", "programmes:write"),
        ("certificates", "revoke_certificate", "programmes:write"),
        ("certificates", "list_completions", "programmes:read"),
        ("certificates", "decide_completion", "programmes:write"),
        ("delivery", "get_material", "own:read"),
        ("delivery", "get_day", "programmes:read"),
        ("delivery", "list_gate_visits", "programmes:read"),
        ("delivery", "report_incident", "own:write"),
        ("delivery", "list_materials", "own:read"),
        ("delivery", "add_material", "own:write"),
        ("delivery", "add_material_version", "own:write"),
        ("delivery", "list_test_gains", "own:read"),
        ("directory", "list_bodies", "directory:read"),
        ("directory", "enter_body", "directory:write"),
        ("directory", "get_body", "directory:read"),
        ("directory", "change_body", "directory:write"),
        ("directory", "archive_body", "directory:write"),
        ("directory", "list_members", "directory:read"),
        ("directory", "enter_closure", "directory:write"),
        ("directory", "change_closure", "directory:write"),
        ("directory", "archive_closure", "directory:write"),
        ("directory", "list_contacts", "directory:read"),
        ("directory", "enter_contact", "directory:write"),
        ("directory", "get_contact", "directory:read"),
        ("directory", "change_contact", "directory:write"),
        ("directory", "archive_contact", "directory:write"),
        ("directory", "list_countries", "directory:read"),
        ("directory", "get_country", "directory:read"),
        ("directory", "change_country", "directory:write"),
        ("directory", "list_declared_days", "directory:read"),
        ("directory", "enter_declared_day", "directory:write"),
        ("directory", "get_declared_day", "directory:read"),
        ("directory", "change_declared_day", "directory:write"),
        ("directory", "archive_declared_day", "directory:write"),
        ("directory", "list_machines", "directory:read"),
        ("directory", "enter_machine", "directory:write"),
        ("directory", "get_machine", "directory:read"),
        ("directory", "change_machine", "directory:write"),
        ("directory", "archive_machine", "directory:write"),
        ("directory", "enter_membership", "directory:write"),
        ("directory", "change_membership", "directory:write"),
        ("directory", "archive_membership", "directory:write"),
        ("directory", "list_organisations", "directory:read"),
        ("directory", "enter_organisation", "directory:write"),
        ("directory", "get_organisation", "directory:read"),
        ("directory", "change_organisation", "directory:write"),
        ("directory", "archive_organisation", "directory:write"),
        ("directory", "remove_record", "directory:write"),
        ("directory", "restore_record", "directory:write"),
        ("directory", "list_resource_persons", "directory:read"),
        ("directory", "enter_resource_person", "directory:write"),
        ("directory", "get_resource_person", "directory:read"),
        ("directory", "change_resource_person", "directory:write"),
        ("directory", "archive_resource_person", "directory:write"),
        ("directory", "set_availability", "directory:write"),
        ("directory", "enter_room", "directory:write"),
        ("directory", "change_room", "directory:write"),
        ("directory", "archive_room", "directory:write"),
        ("directory", "list_sites", "directory:read"),
        ("directory", "enter_site", "directory:write"),
        ("directory", "get_site", "directory:read"),
        ("directory", "change_site", "directory:write"),
        ("directory", "archive_site", "directory:write"),
        ("directory", "set_opening_hours", "directory:write"),
        ("directory", "list_travel_times", "directory:read"),
        ("directory", "list_technologies", "directory:read"),
        ("directory", "enter_technology", "directory:write"),
        ("directory", "get_technology", "directory:read"),
        ("directory", "change_technology", "directory:write"),
        ("directory", "archive_technology", "directory:write"),
        ("directory", "list_topics", "directory:read"),
        ("directory", "enter_topic", "directory:write"),
        ("directory", "get_topic", "directory:read"),
        ("directory", "change_topic", "directory:write"),
        ("directory", "archive_topic", "directory:write"),
        ("directory", "enter_travel_time", "directory:write"),
        ("directory", "change_travel_time", "directory:write"),
        ("directory", "archive_travel_time", "directory:write"),
        ("directory", "list_visa_routes", "directory:read"),
        ("directory", "enter_visa_route", "directory:write"),
        ("directory", "ask_visa_route", "directory:read"),
        ("directory", "get_visa_route", "directory:read"),
        ("directory", "change_visa_route", "directory:write"),
        ("directory", "archive_visa_route", "directory:write"),
        ("exchange", "list_my_interests", "own:read"),
        ("exchange", "set_my_interest", "own:write"),
        ("exchange", "enter_my_need", "own:write"),
        ("exchange", "list_exchange_matches", "programmes:read"),
        ("exchange", "list_needs", "programmes:read"),
        ("exchange", "list_offers_for_need", "programmes:read"),
        ("exchange", "get_exchange_summary", "programmes:read"),
        ("followup", "get_my_country_report", "own:read"),
        ("followup", "write_my_country_report", "own:write"),
        ("followup", "take_my_country_report_back", "own:write"),
        ("followup", "list_my_plans", "own:read"),
        ("followup", "tell_how_my_plan_goes", "own:write"),
        ("followup", "get_comparison", "programmes:read"),
        ("followup", "list_country_reports", "programmes:read"),
        ("followup", "list_follow_ups", "programmes:read"),
        ("followup", "get_follow_up_summary", "programmes:read"),
        ("followup", "list_plans", "programmes:read"),
        ("followup", "get_plan", "programmes:read"),
        ("followup", "score_plan", "programmes:write"),
        ("letters", "list_letters", "letters:read"),
        ("letters", "register_letter", "letters:write"),
        ("letters", "list_my_letters", "own:read"),
        ("letters", "get_my_letter", "own:read"),
        ("letters", "get_letter", "letters:read"),
        ("letters", "send_letter_again", "letters:write"),
        ("nominations", "list_nominations", "nominations:read"),
        ("nominations", "list_my_applications", "own:read"),
        ("nominations", "get_my_application", "own:read"),
        ("nominations", "claim_nomination", "own:write"),
        ("nominations", "list_my_documents", "own:read"),
        ("nominations", "send_my_document", "own:write"),
        ("nominations", "take_my_document_back", "own:write"),
        ("nominations", "get_my_document", "own:read"),
        ("nominations", "get_my_section", "own:read"),
        ("nominations", "keep_my_section", "own:write"),
        ("nominations", "send_my_application", "own:write"),
        ("nominations", "list_my_statements", "own:read"),
        ("nominations", "ask_for_my_statement", "own:write"),
        ("nominations", "list_calls", "nominations:read"),
        ("nominations", "invite_countries", "nominations:write"),
        ("nominations", "get_call", "nominations:read"),
        ("nominations", "note_call_contact", "nominations:write"),
        ("nominations", "get_call_delivery", "nominations:read"),
        ("nominations", "attach_nomination_letter", "nominations:write"),
        ("nominations", "get_country_list", "nominations:read"),
        ("nominations", "name_nominee", "nominations:write"),
        ("nominations", "return_places", "nominations:write"),
        ("nominations", "send_nominations", "nominations:write"),
        ("nominations", "get_nomination", "nominations:read"),
        ("nominations", "change_nominee", "nominations:write"),
        ("nominations", "admit_late_nomination", "nominations:write"),
        ("nominations", "get_application", "nominations:read"),
        ("nominations", "return_application", "nominations:write"),
        ("nominations", "ask_for_application", "nominations:write"),
        ("nominations", "list_documents", "nominations:read"),
        ("nominations", "get_document", "nominations:read"),
        ("nominations", "list_findings", "nominations:read"),
        ("nominations", "move_nominee", "nominations:write"),
        ("nominations", "waive_rule", "nominations:write"),
        ("nominations", "withdraw_nomination", "nominations:write"),
        ("office", "get_office", "office:read"),
        ("office", "remove_logo", "office:write"),
        ("office", "set_logo", "office:write"),
        ("office", "get_mail", "office:read"),
        ("office", "set_mail", "office:write"),
        ("office", "send_test_mail", "office:write"),
        ("office", "set_organisation", "office:write"),
        ("office", "set_place", "office:write"),
        ("people", "list_people", "people:read"),
        ("people", "create_person", "people:write"),
        ("people", "end_grant", "people:write"),
        ("people", "list_holds", "people:read"),
        ("people", "lift_hold", "people:write"),
        ("people", "list_invitations", "people:read"),
        ("people", "get_me", "own:read"),
        ("people", "list_my_consents", "own:read"),
        ("people", "withdraw_my_consent", "own:write"),
        ("people", "list_my_copies", "own:read"),
        ("people", "ask_for_my_copy", "own:write"),
        ("people", "get_my_copy_file", "own:read"),
        ("people", "take_my_copy", "own:write"),
        ("people", "list_my_looks", "own:read"),
        ("people", "list_my_requests", "own:read"),
        ("people", "ask_for_right", "own:write"),
        ("people", "withdraw_my_request", "own:write"),
        ("people", "list_my_tokens", "own:read"),
        ("people", "list_rights_requests", "people:read"),
        ("people", "answer_rights_request", "people:write"),
        ("people", "preview_retention", "people:read"),
        ("people", "get_person", "people:read"),
        ("people", "list_consents", "people:read"),
        ("people", "list_doubles", "people:read"),
        ("people", "list_grants", "people:read"),
        ("people", "grant_role", "people:write"),
        ("people", "place_hold", "people:write"),
        ("people", "invite_person", "people:write"),
        ("people", "merge_person", "people:write"),
        ("people", "undo_merge", "people:write"),
        ("programmes", "list_editions", "programmes:read"),
        ("programmes", "begin_edition", "programmes:write"),
        ("programmes", "delete_edition", "programmes:write"),
        ("programmes", "get_edition", "programmes:read"),
        ("programmes", "change_edition", "programmes:write"),
        ("programmes", "approve_edition", "programmes:write"),
        ("programmes", "get_board", "programmes:read"),
        ("programmes", "withdraw_answer", "programmes:write"),
        ("programmes", "answer_for_light", "programmes:write"),
        ("programmes", "get_booklet", "programmes:read"),
        ("programmes", "keep_booklet_texts", "programmes:write"),
        ("programmes", "issue_erratum", "programmes:write"),
        ("programmes", "get_booklet_file", "programmes:read"),
        ("programmes", "export_edition", "programmes:read"),
        ("programmes", "open_call", "programmes:write"),
        ("programmes", "cancel_edition", "programmes:write"),
        ("programmes", "clone_edition", "programmes:write"),
        ("programmes", "set_completion", "programmes:write"),
        ("programmes", "convert_edition", "programmes:write"),
        ("programmes", "forget_found_dates", "programmes:write"),
        ("programmes", "get_found_dates", "programmes:read"),
        ("programmes", "find_dates", "programmes:write"),
        ("programmes", "set_edition_days", "programmes:write"),
        ("programmes", "list_deadlines", "programmes:read"),
        ("programmes", "list_lessons", "programmes:read"),
        ("programmes", "record_lesson", "programmes:write"),
        ("programmes", "change_lesson", "programmes:write"),
        ("programmes", "settle_lesson", "programmes:write"),
        ("programmes", "get_list", "programmes:read"),
        ("programmes", "keep_list", "programmes:write"),
        ("programmes", "set_edition_mandates", "programmes:write"),
        ("programmes", "move_edition", "programmes:write"),
        ("programmes", "move_edition_on", "programmes:write"),
        ("programmes", "list_edition_papers", "programmes:read"),
        ("programmes", "postpone_edition", "programmes:write"),
        ("programmes", "resume_edition", "programmes:write"),
        ("programmes", "put_export_away", "programmes:read"),
        ("programmes", "get_export", "programmes:read"),
        ("programmes", "fetch_export", "programmes:read"),
        ("programmes", "list_imports", "programmes:read"),
        ("programmes", "bring_file", "programmes:write"),
        ("programmes", "put_import_away", "programmes:write"),
        ("programmes", "get_import", "programmes:read"),
        ("programmes", "confirm_import", "programmes:write"),
        ("programmes", "list_pledges", "programmes:read"),
        ("programmes", "record_pledge", "programmes:write"),
        ("programmes", "get_pledge", "programmes:read"),
        ("programmes", "change_pledge", "programmes:write"),
        ("programmes", "list_series", "programmes:read"),
        ("programmes", "record_series", "programmes:write"),
        ("programmes", "get_series", "programmes:read"),
        ("programmes", "change_series", "programmes:write"),
        ("programmes", "export_series", "programmes:read"),
        ("programmes", "list_session_types", "programmes:read"),
        ("programmes", "enter_session_type", "programmes:write"),
        ("programmes", "remove_session_type", "programmes:write"),
        ("programmes", "get_session_type", "programmes:read"),
        ("programmes", "change_session_type", "programmes:write"),
        ("reporting", "get_aid_data", "programmes:read"),
        ("reporting", "publish_aid_data", "programmes:write"),
        ("reporting", "list_bookings", "programmes:read"),
        ("reporting", "book_spending", "programmes:write"),
        ("reporting", "reverse_spending", "programmes:write"),
        ("reporting", "get_evidence", "programmes:read"),
        ("reporting", "publish_evidence", "programmes:write"),
        ("reporting", "withdraw_evidence", "programmes:write"),
        ("reporting", "list_final_reports", "programmes:read"),
        ("reporting", "get_final_report", "programmes:read"),
        ("reporting", "open_ledger", "programmes:write"),
        ("reporting", "get_spending", "programmes:read"),
        ("selection", "list_dossiers", "selection:read"),
        ("selection", "keep_score", "selection:write"),
        ("selection", "announce_decision", "selection:write"),
        ("selection", "list_decisions", "selection:read"),
        ("selection", "get_decision", "selection:read"),
        ("selection", "record_decision", "selection:write"),
        ("selection", "move_reserve", "selection:write"),
        ("selection", "change_verdicts", "selection:write"),
        ("selection", "list_locks", "selection:read"),
        ("selection", "set_lock", "selection:write"),
        ("selection", "list_places", "selection:read"),
        ("selection", "get_ladder", "selection:read"),
        ("selection", "offer_place", "selection:write"),
        ("selection", "list_proposals", "selection:read"),
        ("selection", "make_proposal", "selection:write"),
        ("selection", "get_proposal", "selection:read"),
        ("selection", "cancel_proposal", "selection:write"),
        ("selection", "lay_proposal", "selection:write"),
        ("selection", "list_offers", "selection:read"),
        ("selection", "list_my_offers", "own:read"),
        ("selection", "get_my_offer", "own:read"),
        ("selection", "accept_my_offer", "own:write"),
        ("selection", "decline_my_offer", "own:write"),
        ("selection", "get_my_kept_days", "own:read"),
        ("selection", "say_my_kept_days", "own:write"),
        ("selection", "leave_my_place", "own:write"),
        ("selection", "take_offer_back", "selection:write"),
        ("selection", "get_decision_to_sign", "selection:read"),
        ("selection", "sign_decision", "selection:write"),
        ("selection", "list_participants", "selection:read"),
        ("selection", "note_arrival", "selection:write"),
        ("selection", "correct_participant_name", "selection:write"),
        ("selection", "seat_online", "selection:write"),
        ("selection", "release_participant", "selection:write"),
        ("tasks and search", "search", "own:read"),
        ("tasks and search", "list_my_tasks", "own:read"),
        ("timetables", "report_hindrance", "timetables:write"),
        ("timetables", "list_rides", "timetables:read"),
        ("timetables", "take_vehicles", "timetables:write"),
        ("timetables", "list_searches", "timetables:read"),
        ("timetables", "make_search", "timetables:write"),
        ("timetables", "get_search", "timetables:read"),
        ("timetables", "cancel_search", "timetables:write"),
        ("timetables", "repair_with_remedy", "timetables:write"),
        ("timetables", "take_way", "timetables:write"),
        ("timetables", "list_vehicles", "timetables:read"),
        ("timetables", "save_vehicle", "timetables:write"),
        ("timetables", "give_vehicles", "timetables:write"),
        ("timetables", "remove_vehicle", "timetables:write"),
        ("timetables", "list_timetables", "timetables:read"),
        ("timetables", "get_timetable", "timetables:read"),
        ("timetables", "take_move_back", "timetables:write"),
        ("timetables", "publish_timetable", "timetables:write"),
        ("timetables", "judge_move", "timetables:read"),
        ("timetables", "move_session", "timetables:write"),
        ("timetables", "pin_session", "timetables:write"),
        ("timetables", "list_my_confirmations", "own:read"),
        ("timetables", "answer_my_confirmation", "own:write"),
        ("timetables", "list_my_sessions", "own:read"),
        ("trail", "list_deeds", "trail:read"),
        ("trail", "list_looks", "trail:read"),
        ("work in the background", "list_given_up_jobs", "jobs:read"),
        ("work in the background", "dismiss_job", "jobs:write"),
        ("work in the background", "retry_job", "jobs:write"),
    ]


@pytest.mark.django_db
def test_the_page_of_the_api_shows_every_operation() -> None:
    page = Client().get("/api/v1/docs/").content.decode()

    assert [name in page for name in ("GET /api/v1/trail/", "people:read")] == [True, True]
    labels = re.findall(r'aria-labelledby="(api-[^"]*)"', page)
    assert len(labels) > 5  # each is one id, and its heading is there
    assert [label for label in labels if page.count(f'id="{label}"') != 1] == []


def test_the_contract_names_every_way_of_saying_no() -> None:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    told = {
        operation["operationId"]: sorted(int(status) for status in operation["responses"])
        for methods in paths.values()
        for operation in methods.values()
    }

    assert told["get_me"] == [200, 400, 401, 403, 429]
    assert told["get_person"] == [200, 400, 401, 403, 404, 422, 429]
    assert told["list_people"] == [200, 400, 401, 403, 409, 422, 429]
    assert told["grant_role"] == [201, 400, 401, 403, 404, 409, 422, 429]
    shape = paths["/api/v1/people/"]["get"]["responses"][409]["content"]
    assert shape == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def bodies_asked() -> Iterator[tuple[str, type[BaseModel], str, type[BaseModel]]]:
    """Every operation that takes a body: its name, what reads it, the parameter's name and its shape."""
    for _prefix, router in api._routers:  # noqa: SLF001 -- there is no other way to what reads a request
        for operation in (one for view in router.path_operations.values() for one in view.operations):
            for model in operation.models:
                for name, field in model.model_fields.items():
                    if model.__ninja_param_source__ == "body" and isinstance(field.annotation, type):
                        yield str(operation.operation_id), model, name, field.annotation


NOT_THAT = {"boolean": [0, 1.0, "true", "yes"], "integer": [True, "7", 7.5], "date": [0, "0", 20180718, 1.5]}
"""What Python would read as a value of the kind and the contract does not."""


def kinds_of(schema: dict[str, Any]) -> set[str]:
    """The kinds that a value may have, arrays and null aside."""
    every = schema.get("anyOf", [schema])
    return {str(one["format"] if one.get("format") == "date" else one.get("type")) for one in every} - {
        "null"
    }


def test_a_body_takes_no_value_for_another_that_the_contract_does_not_take() -> None:
    tried, taken = 0, []
    for operation, model, parameter, shape in bodies_asked():
        for name, schema in shape.model_json_schema()["properties"].items():
            for kind in kinds_of(schema) & NOT_THAT.keys() if len(kinds_of(schema)) == 1 else ():
                for value in NOT_THAT[kind]:
                    tried += 1
                    try:
                        model.model_validate({parameter: {name: value}})
                        refused = False
                    except ValidationError as problem:
                        refused = any(error["loc"][:2] == (parameter, name) for error in problem.errors())
                    if not refused:
                        taken.append(f"{operation}: {name} of {kind} takes {value!r}")

    assert tried > 200
    assert taken == []
