"""Aid data: what a programme gave to whom, as IATI activities, TOSSD rows and CRS fields.

Plain data in, files out; and a judge of IATI files, ours and others', that shares no code with the writer.
"""
