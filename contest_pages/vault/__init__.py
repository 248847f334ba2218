"""The vault: a private git repository for the source of each entry, sealed until the city decides."""
