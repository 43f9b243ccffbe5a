"""The rules that a bundle keeps: each with what a broken one is told as, and the remedy.

The codes stay; reports, tests and docs/reference/bundle.md name rules by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rule:
    """Two sentences with gaps; ``value`` may be a gap of each."""

    sentence: str
    remedy: str


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue; an engine translates nothing."""
    return sentence


_ = gettext_noop

RULES: Mapping[str, Rule] = {
    # --- the bundle as a whole
    "bundle.absent": Rule(
        _("There is nothing called “%(value)s”."),
        _("Look at the name, and at the folder."),
    ),
    "bundle.kind": Rule(
        _("“%(value)s” is none of the files that can be imported."),
        _("Choose a folder, a .zip, a .csv or an .xlsx file."),
    ),
    "bundle.empty": Rule(
        _("There is nothing in it."),
        _("Put bundle.yaml and at least one file of records into it."),
    ),
    "bundle.no_manifest": Rule(
        _("It has no bundle.yaml, so it is no bundle."),
        _("Put a file bundle.yaml at its top with the line “format: balai-bundle/1”."),
    ),
    "report.cut": Rule(
        _("There are more than %(most)s problems; the others are left out."),
        _("Mend these first, and check again."),
    ),
    # --- names and places of files
    "path.outside": Rule(
        _("“%(value)s” leads out of the bundle."),
        _("Name files by their place within the bundle, without “..”, a drive or a leading slash."),
    ),
    "path.characters": Rule(
        _("“%(value)s” has characters that no file of a bundle has."),
        _("Use letters, digits, full stops, hyphens and underscores, and “/” between folders."),
    ),
    "path.long": Rule(
        _("The path has more than %(most)s characters."),
        _("Use shorter names, or fewer folders."),
    ),
    "path.link": Rule(
        _("It is a link, and not a file."),
        _("Put the file itself in its place."),
    ),
    "path.special": Rule(
        _("It is neither a file nor a folder."),
        _("Take it out of the bundle."),
    ),
    "path.duplicate": Rule(
        _("The name differs from “%(other)s” only in capitals or in the form of its characters."),
        _("Keep one of the two files, or give them different names."),
    ),
    "path.unknown": Rule(
        _("A bundle has no file of this name.%(near)s"),
        _("Name it as docs/reference/bundle.md says, or take it out."),
    ),
    "path.twice": Rule(
        _("%(other)s holds the same records."),
        _("Put them into one file."),
    ),
    # --- archives
    "archive.damaged": Rule(
        _("It is not a sound archive: %(reason)s."),
        _("Make the archive anew, and send that."),
    ),
    "archive.encrypted": Rule(
        _("It is locked with a password."),
        _("Make the archive without a password."),
    ),
    "archive.method": Rule(
        _("It is packed in an unusual way."),
        _("Make the archive as an ordinary .zip."),
    ),
    "archive.hidden": Rule(
        _("The archive holds bytes that belong to no file in it."),
        _("Make the archive anew from the folder."),
    ),
    "archive.overlap": Rule(
        _("Two files of the archive share their bytes."),
        _("Make the archive anew from the folder."),
    ),
    "archive.ratio": Rule(
        _("It unpacks to more than %(most)s times its size, as no text does."),
        _("Make the archive anew; send a large file unpacked, in a folder."),
    ),
    "archive.files": Rule(
        _("There are more than %(most)s files."),
        _("Send what belongs to one programme, and no more."),
    ),
    "archive.size": Rule(
        _("The files have more than %(most)s MB together."),
        _("Split the bundle, or leave out what is not needed."),
    ),
    # --- files
    "file.size": Rule(
        _("The file has more than %(most)s MB."),
        _("Split it into smaller ones."),
    ),
    "file.encoding": Rule(
        _("The file is not in UTF-8 (%(value)s)."),
        _("Save it again as UTF-8; in a spreadsheet choose “CSV UTF-8”."),
    ),
    "file.character": Rule(
        _("There is an invisible control character (%(value)s)."),
        _("Delete it."),
    ),
    # --- YAML
    "yaml.syntax": Rule(
        _("This is not YAML: %(reason)s."),
        _("Look at the indentation, at colons and at quotation marks here and in the line above."),
    ),
    "yaml.alias": Rule(
        _("“%(value)s” refers to another place of the file (an anchor or an alias)."),
        _("Write the value out where it is needed."),
    ),
    "yaml.tag": Rule(
        _("“%(value)s” gives the value a type of its own (a tag)."),
        _("Write the value without it."),
    ),
    "yaml.documents": Rule(
        _("A second document begins here."),
        _("Put it into a file of its own, or delete the line “---”."),
    ),
    "yaml.duplicate": Rule(
        _("“%(value)s” stands here twice; the first time in line %(line)s."),
        _("Keep one of the two."),
    ),
    "yaml.key": Rule(
        _("This cannot be the name of a value."),
        _("Write a name, a colon, a space, and the value."),
    ),
    "yaml.nodes": Rule(
        _("There are more than %(most)s values in this file."),
        _("Split it into smaller ones."),
    ),
    "yaml.depth": Rule(
        _("Values are nested more than %(most)s deep."),
        _("Look at the indentation."),
    ),
    # --- tables: CSV files and sheets
    "table.syntax": Rule(
        _("This is not CSV: %(reason)s."),
        _("Look for a quotation mark that is not closed; double those within a value."),
    ),
    "table.heading_missing": Rule(
        _("The column “%(value)s” is missing."),
        _("Add a column with this heading."),
    ),
    "table.heading_unknown": Rule(
        _("There is no column “%(value)s”.%(near)s"),
        _("Give the column one of these headings, or delete it: %(known)s."),
    ),
    "table.heading_twice": Rule(
        _("Two columns have the heading “%(value)s”."),
        _("Keep one of them."),
    ),
    "table.heading_empty": Rule(
        _("A column with values has no heading."),
        _("Give it a heading, or delete it."),
    ),
    "table.cells": Rule(
        _("The row has %(count)s values, the heading %(most)s."),
        _("Put values with commas or line breaks into quotation marks; delete what is too much."),
    ),
    "table.rows": Rule(
        _("There are more than %(most)s rows."),
        _("Split the table; delete empty rows below it."),
    ),
    "table.columns": Rule(
        _("There are more than %(most)s columns."),
        _("Delete the empty columns beside the table."),
    ),
    "cell.formula": Rule(
        _("The cell is a formula; what it shows can differ from machine to machine."),
        _("Write the value itself; begin a text that looks like a formula with an apostrophe (')."),
    ),
    "cell.fault": Rule(
        _("The cell shows the fault %(value)s."),
        _("Write the value itself."),
    ),
    # --- sheets
    "sheet.damaged": Rule(
        _("It is not a sound .xlsx workbook: %(reason)s."),
        _("Open it in a spreadsheet program, save it again as .xlsx, and send that."),
    ),
    "sheet.kind": Rule(
        _("It is another kind of archive, and no workbook."),
        _("Open it in a spreadsheet program, save it again as .xlsx, and send that."),
    ),
    "sheet.macro": Rule(
        _("The workbook holds a program (%(value)s)."),
        _("Save it as .xlsx without macros."),
    ),
    "sheet.foreign": Rule(
        _("The workbook holds or draws in something foreign (%(value)s)."),
        _("Copy the values into a new workbook, and send that."),
    ),
    "sheet.entity": Rule(
        _("The workbook declares a document type of its own (%(value)s), as no spreadsheet program does."),
        _("Copy the values into a new workbook, and send that."),
    ),
    "sheet.elements": Rule(
        _("The workbook has more than %(most)s cells and texts."),
        _("Split it; delete empty rows and columns, and formats of whole columns."),
    ),
    "sheet.unknown": Rule(
        _("No table is called “%(value)s”.%(near)s"),
        _("Name the sheet after its table, or delete it: %(known)s."),
    ),
    # --- fields
    "field.unknown": Rule(
        _("There is no field “%(value)s” here.%(near)s"),
        _("Use one of these, or delete it: %(known)s."),
    ),
    "field.missing": Rule(
        _("“%(field)s” is missing."),
        _("Write it: %(meaning)s"),
    ),
    "field.path": Rule(
        _("“%(value)s” is not what the path of the file says: %(path)s."),
        _("Leave the field out, or put the record into the other file."),
    ),
    "field.is_list": Rule(
        _("A list is needed here."),
        _("Write each entry on a line of its own, beginning with a hyphen and a space."),
    ),
    "field.is_mapping": Rule(
        _("Names with values are needed here."),
        _("Write a name, a colon, a space and the value, each on a line of its own."),
    ),
    "field.is_value": Rule(
        _("One value is needed here."),
        _("Write it behind the colon, without hyphens or further names."),
    ),
    "field.is_translated": Rule(
        _("The text needs its language."),
        _("Write it below “en:” and “id:”, one line for each language."),
    ),
    "field.not_in_table": Rule(
        _("“%(value)s” does not fit into a table."),
        _("Write these records as %(file)s."),
    ),
    # --- values
    "value.long": Rule(
        _("The text has %(length)s characters; %(most)s are allowed."),
        _("Shorten it."),
    ),
    "value.line": Rule(
        _("The text has more than one line."),
        _("Write it in one line."),
    ),
    "value.code": Rule(
        _("“%(value)s” is not a code."),
        _("Begin with a letter or digit; go on with letters, digits, full stops, hyphens and underscores."),
    ),
    "value.slug": Rule(
        _("“%(value)s” is not a code as the directory has them."),
        _("Use small letters, digits and hyphens only, such as bblm or moi-jakarta."),
    ),
    "value.whole": Rule(
        _("“%(value)s” is not a whole number."),
        _("Write digits only, such as 20."),
    ),
    "value.number": Rule(
        _("“%(value)s” is not a number with at most %(places)s decimals."),
        _("Write it with a full stop and without separators of thousands, such as 1250.50."),
    ),
    "value.least": Rule(
        _("%(value)s is less than %(least)s."),
        _("Write %(least)s or more."),
    ),
    "value.most": Rule(
        _("%(value)s is more than %(most)s."),
        _("Write %(most)s or less."),
    ),
    "value.boolean": Rule(
        _("“%(value)s” is neither yes nor no."),
        _("Write true or false."),
    ),
    "value.date": Rule(
        _("“%(value)s” is not a date."),
        _("Write year, month and day, such as 2018-07-18."),
    ),
    "value.rough_date": Rule(
        _("“%(value)s” is not a date."),
        _("Write as much as is known: 1963, 1963-07 or 1963-07-18."),
    ),
    "value.time": Rule(
        _("“%(value)s” is not a time of day."),
        _("Write hours and minutes, such as 08:30."),
    ),
    "value.week": Rule(
        _("“%(value)s” is not the hours of a week."),
        _("Write days and hours such as mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00."),
    ),
    "value.moment": Rule(
        _("“%(value)s” is not a moment with its time zone."),
        _("Write it such as 2018-07-18T08:30+07:00."),
    ),
    "value.choice": Rule(
        _("“%(value)s” is none of the words that can stand here.%(near)s"),
        _("Write one of these: %(known)s."),
    ),
    "value.country": Rule(
        _("“%(value)s” is not the code of a country."),
        _("Write the two letters of ISO 3166-1, such as BT for Bhutan."),
    ),
    "value.currency": Rule(
        _("“%(value)s” is not the code of a currency."),
        _("Write the three letters of ISO 4217, such as IDR for the rupiah."),
    ),
    "value.condition": Rule(
        _("“%(value)s” is not a condition."),
        _("Write facts with words between them, such as age between 25, 50 and is_endorsed."),
    ),
    "value.language": Rule(
        _("“%(value)s” is not the code of a language."),
        _("Write it as BCP 47 does, such as en or id."),
    ),
    "value.zone": Rule(
        _("“%(value)s” is not a time zone."),
        _("Write a name of the IANA list, such as Asia/Jakarta."),
    ),
    "value.email": Rule(
        _("“%(value)s” is not an e-mail address."),
        _("Write it such as office@example.org."),
    ),
    "value.url": Rule(
        _("“%(value)s” is not the address of a page."),
        _("Write it whole, beginning with https:// or http://."),
    ),
    "value.pattern": Rule(
        _("“%(value)s” has not the form that is needed here."),
        _("Write it such as %(sample)s."),
    ),
    # --- records
    "record.duplicate": Rule(
        _("“%(value)s” is there already: %(other)s."),
        _("Keep one of the two records, or give this one another %(key)s."),
    ),
    "record.single": Rule(
        _("This file describes one thing, not a list."),
        _("Write its fields without a hyphen."),
    ),
    "reference.unknown": Rule(
        _("There is no “%(value)s” among the %(section)s.%(near)s"),
        _("Correct it, or add it to %(file)s."),
    ),
    "reference.circle": Rule(
        _("“%(value)s” belongs to something that belongs to it."),
        _("Take one of the two out."),
    ),
    "order.wrong": Rule(
        _("“%(value)s” comes before %(other)s."),
        _("Correct one of the two."),
    ),
    # --- what a deed or the database says
    "deed.refused": Rule(
        "%(message)s",  # said by the deed, in the reader's language
        _("Change it so that this holds, and check again."),
    ),
    "deed.follows": Rule(
        _(
            "Records of this file refer to others that are at fault (%(count)s): they were not looked at further."
        ),
        _("Mend the others first, and check again."),
    ),
}
