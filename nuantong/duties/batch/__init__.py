"""A folder of facts in, outcomes out, without a database: the engine for whoever has files.

docs/reference/judge.md says what the files hold. Every row is used, or a problem says why not.
"""
