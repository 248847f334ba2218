"""Mail to people: what it says, the outbox that is also its log, and what each may refuse."""
