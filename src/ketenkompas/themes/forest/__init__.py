"""A second theme, to show what a theme package is."""
