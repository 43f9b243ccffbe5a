"""The timetable of an edition: groups, sessions, versions, what is published, who has confirmed, repairs."""
