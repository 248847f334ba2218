"""What the rooms' public data have in common: asking, answering, describing, refusing."""
