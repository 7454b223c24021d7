"""Did it help? Plain values in and out: no Django, no clock, the same answer in any order of rows."""
