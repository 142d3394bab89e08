"""Views of the atlas as files, without a server: one, many from a list, or a whole static site."""
