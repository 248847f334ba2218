"""Home page, standard pages, navigation and notices."""
