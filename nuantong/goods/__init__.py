"""Things: bought, kept in stores as a ledger of events, moved, counted, lost."""
