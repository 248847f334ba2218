"""A whole contest, driven over HTTP as browsers would, against a server of its own."""
