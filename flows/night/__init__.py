"""A night, in the order of `nightly.py`.

Folders and roster are checked and the warehouse is opened; the clock is compared with the last night; the roster is landed;
the ledger's gaps are read, source by source; models are built, the release is cut, pages are drawn and swapped in; what is too
old is deleted and the warehouse backed up; alerts are sent. `monthly.py` drafts the newsletter on the second working day.
"""
