"""What this room adds to lower ones: letters, reminders, lights, tasks and search."""
