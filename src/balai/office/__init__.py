"""The office that runs this installation: its name, its paper, its address, how it mails."""
