"""Two lists in, pairs out, without a database: the engine for whoever has files."""
