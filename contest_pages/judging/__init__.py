"""Who judges what, and how: judges, assignment, reviews, the desk."""
