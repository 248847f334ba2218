"""publiccode.yml: the standard as a typed model, without a database (https://yml.publiccode.tools)."""
