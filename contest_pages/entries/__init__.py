"""What citizens enter: drafts, submission, moderation, gallery."""
