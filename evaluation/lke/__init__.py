"""The LKE: instruments, scores, thresholds and workbooks in pure Python.

Nothing here knows Django, the clock or the settings; plain data goes in, plain data comes out.
"""
