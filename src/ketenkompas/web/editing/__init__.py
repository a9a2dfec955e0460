"""The editing of emission factors: import, difference, review by a second person, release, audit log.

Switched on by ``KETENKOMPAS_EDITING=1``. Nothing here computes: records are compared, amended and numbered in
``factors``, written by ``pipeline``. Here is who may do what, in which order, and that nothing is lost.
"""
