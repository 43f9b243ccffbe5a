"""The pages of correspondence: the register, the wordings, one's own letters, the mailbox."""
