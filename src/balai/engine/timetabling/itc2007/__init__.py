"""Curriculum-based course timetabling, as the competition of 2007 posed it: to be compared with the world."""
