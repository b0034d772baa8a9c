"""Rebuilds the generated files of ``data/`` from their published sources; for maintainers only.

Needs the ``prep`` extra (``pip install "hiplib[prep]"``). Run ``python -m hiplib.prep``.
"""
