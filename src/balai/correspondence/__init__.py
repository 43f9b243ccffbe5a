"""Letters and mails: templates, the register, the one way to write to a person, and what became of it."""
