"""Certificates that anybody can verify: Open Badges 3.0 on Verifiable Credentials 2.0.

Two sides that never meet. ``award``, ``terms``, ``keys``, ``did``, ``signing``, ``status`` and ``baking``
issue; ``reading``, ``strict``, ``vocabulary`` and ``verify`` judge what others bring. They share the pinned
contexts and the canonical form, which a library makes. See docs/engines/badges.md.
"""
