"""A contest and its announcement: stages, rounds, tracks, prizes, questions, consents."""
