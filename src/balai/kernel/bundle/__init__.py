"""Programmes as files: what the rooms add to a bundle, and the deed of taking one in whole.

Each room registers its parts in ``AppConfig.ready()`` (:mod:`.registry`), mostly by naming columns of its
models (:mod:`.parts`). Files, errors and forms are the business of :mod:`balai.engine.bundle`.
"""
