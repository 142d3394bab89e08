"""The atlas with a reader's own facts, for her browser alone: see docs/decisions/0026.

Each such atlas is a second instance of the app on data made in memory, as each edition is one; a
cookie that nobody can guess says whose it is.
"""
