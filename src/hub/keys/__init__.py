"""The keys: master keys in files outside the database, a data key for each person, and blind indexes.

Destroying a wrapped data key makes what it sealed unreadable for ever; that is how the hub erases.
"""
