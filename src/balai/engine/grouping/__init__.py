"""Groups of participants, mixed as well as can be: plain data in and out, with a checker of its own."""
