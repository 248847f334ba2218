"""How the site is put together: settings, root addresses and the server's entry point."""
