"""What no model can say: what is published stays as it is, and books what it needs.

Only drafts change. A version that was published may be superseded, once, and nothing else of it changes.
When it is published the database books people, groups, rooms and machines, and refuses what is taken; when
it is superseded they are free again.
"""

from django.db import migrations

STAYS = """
CREATE FUNCTION balai_timetable_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after balai_timetable;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state = 'draft' THEN
            RETURN NEW;
        END IF;
    ELSIF OLD.state = 'draft' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        ELSIF NEW.state <> 'superseded' THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'superseded' THEN
        after := NEW;
        after.state := OLD.state;
        after.superseded_at := OLD.superseded_at;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' AND NEW.follows_id IS NULL THEN
        after := NEW;  -- the draft that it followed is thrown away
        after.follows_id := OLD.follows_id;
        IF after IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a timetable begins as a draft, and what is published stays; a change is a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'timetable_stays', TABLE = 'balai_timetable';
END $$;
CREATE TRIGGER timetable_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_timetable
    FOR EACH ROW EXECUTE FUNCTION balai_timetable_stays();

CREATE FUNCTION balai_slot_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one balai_slot;
BEGIN
    FOREACH one IN ARRAY
        CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW] WHEN 'DELETE' THEN ARRAY[OLD] ELSE ARRAY[OLD, NEW] END
    LOOP
        PERFORM FROM balai_timetable WHERE id = one.timetable_id AND state <> 'draft' FOR KEY SHARE;
        IF FOUND THEN
            RAISE EXCEPTION 'what is published stays; a change is a new version'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'slot_stays', TABLE = 'balai_slot';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER slot_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_slot
    FOR EACH ROW EXECUTE FUNCTION balai_slot_stays();

CREATE FUNCTION balai_slot_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    slots uuid[];
BEGIN
    slots := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.slot_id] WHEN 'DELETE' THEN ARRAY[OLD.slot_id]
        ELSE ARRAY[OLD.slot_id, NEW.slot_id] END;
    PERFORM FROM balai_slot JOIN balai_timetable ON balai_timetable.id = balai_slot.timetable_id
        WHERE balai_slot.id = ANY(slots) AND balai_timetable.state <> 'draft' FOR KEY SHARE OF balai_timetable;
    IF FOUND THEN
        RAISE EXCEPTION 'what is published stays; a change is a new version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'slot_part_stays', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER slot_group_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_slot_group
    FOR EACH ROW EXECUTE FUNCTION balai_slot_part_stays();
CREATE TRIGGER slot_person_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_slot_person
    FOR EACH ROW EXECUTE FUNCTION balai_slot_part_stays();
CREATE TRIGGER slot_machine_stays BEFORE INSERT OR UPDATE OR DELETE ON balai_slot_machine
    FOR EACH ROW EXECUTE FUNCTION balai_slot_part_stays();
"""
CHANGES = """
DROP TRIGGER slot_machine_stays ON balai_slot_machine;
DROP TRIGGER slot_person_stays ON balai_slot_person;
DROP TRIGGER slot_group_stays ON balai_slot_group;
DROP FUNCTION balai_slot_part_stays();
DROP TRIGGER slot_stays ON balai_slot;
DROP FUNCTION balai_slot_stays();
DROP TRIGGER timetable_stays ON balai_timetable;
DROP FUNCTION balai_timetable_stays();
"""

BOOKS = """
CREATE FUNCTION balai_timetable_books() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        DELETE FROM balai_booking USING balai_slot
            WHERE balai_slot.id = balai_booking.slot_id AND balai_slot.timetable_id = NEW.id;
    END IF;
    IF NEW.state = 'published' THEN
        INSERT INTO balai_booking (slot_id, during, group_id)
            SELECT balai_slot.id, tstzrange(begins_at, ends_at), group_id FROM balai_slot
            JOIN balai_slot_group ON balai_slot_group.slot_id = balai_slot.id WHERE timetable_id = NEW.id;
        INSERT INTO balai_booking (slot_id, during, person_id)
            SELECT balai_slot.id, tstzrange(begins_at, ends_at), person_id FROM balai_slot
            JOIN balai_slot_person ON balai_slot_person.slot_id = balai_slot.id
            JOIN balai_resource_person ON balai_resource_person.id = balai_slot_person.resource_person_id
            WHERE timetable_id = NEW.id AND task <> 'substitute';
        INSERT INTO balai_booking (slot_id, during, room_id)
            SELECT id, tstzrange(begins_at, ends_at), room_id FROM balai_slot
            WHERE timetable_id = NEW.id AND room_id IS NOT NULL;
        INSERT INTO balai_booking (slot_id, during, machine_id, unit)
            SELECT balai_slot.id, tstzrange(begins_at, ends_at), machine_id, unit FROM balai_slot
            JOIN balai_slot_machine ON balai_slot_machine.slot_id = balai_slot.id WHERE timetable_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER timetable_books AFTER UPDATE OF state ON balai_timetable
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION balai_timetable_books();
"""
FREES = """
DROP TRIGGER timetable_books ON balai_timetable;
DROP FUNCTION balai_timetable_books();
"""

REPEATS = """
ALTER TABLE balai_group ADD CONSTRAINT group_with_its_division UNIQUE (id, division);
ALTER TABLE balai_group_member ADD CONSTRAINT group_member_repeats_its_division
    FOREIGN KEY (group_id, division) REFERENCES balai_group (id, division)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
DIFFERS = """
ALTER TABLE balai_group_member DROP CONSTRAINT group_member_repeats_its_division;
ALTER TABLE balai_group DROP CONSTRAINT group_with_its_division;
"""
LINKS = (
    ("group_member_is_of_its_edition", "balai_group_member", "balai_group", "group_id", "balai_participant", "participant_id"),
    ("session_activity_is_of_its_edition", "balai_session", "balai_session", "id", "balai_activity", "activity_id"),
    ("slot_session_is_of_its_edition", "balai_slot", "balai_timetable", "timetable_id", "balai_session", "session_id"),
)


def _of_one_edition(link):
    name, table, *ends = link
    arguments = ", ".join(f"'{end}'" for end in ends)
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION balai_same_edition({arguments})",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("timetable", "0001_initial"),
        ("programmes", "0002_sums_and_editions_agree"),
    ]

    operations = [
        migrations.RunSQL(STAYS, CHANGES),
        migrations.RunSQL(BOOKS, FREES),
        migrations.RunSQL(REPEATS, DIFFERS),
        *map(_of_one_edition, LINKS),
    ]
