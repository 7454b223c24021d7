"""The duty engine: facts in columns, one outcome for every window. Pure: no Django, no clock.

`rules` says what becomes of a window. It is plain Python over columns: interpreted for one child
on a page, compiled for a city (`running`). It knows days, windows, ways and spans, and no
protocol. `books` turns the windows of a protocol into columns, `tables` names them.
"""
