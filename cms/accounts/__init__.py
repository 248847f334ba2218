"""Who people are: users, sign-in, second factor, groups."""
