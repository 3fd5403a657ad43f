"""From the cells of an office's sheet to typed records: pure, no Django.

What a sheet is, where its header ends and what each column means is read from its content alone.
"""
