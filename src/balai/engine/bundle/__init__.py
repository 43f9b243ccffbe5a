"""A programme as files: a folder, an archive or a sheet that a person can read, edit and send.

From one description of the sections (:mod:`.section`) come the JSON Schema (:mod:`.schema`), the reading with
every error at its place (:mod:`.reading`), and the writing in one canonical form (:mod:`.writing`). What is
opened is judged first (:mod:`.opening`): an archive or sheet may come from anybody. Not in here: what the
sections are, and what becomes of their records; that is the business of the rooms that register them.
"""
