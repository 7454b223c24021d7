"""Pages of what is owed: protocols, and the calendar they are counted by."""
