"""The neutral theme: the tokens on which every other theme is laid."""
