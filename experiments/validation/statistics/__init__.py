"""What criminologists compute of a table of events: plain functions of arrays, nothing of the model.

Points are in metres, times in days unless a name says otherwise. Where luck is needed it is a generator that is given.
"""
