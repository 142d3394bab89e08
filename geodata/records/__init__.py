"""Movement records of any number -> counts by route, stage, country and month, out of core.

``world`` says where a point is, ``cells`` counts one partition, ``processes`` and ``cluster`` run
many, ``release`` leaves out what could point at a child, ``counting`` is the whole of it.
"""
