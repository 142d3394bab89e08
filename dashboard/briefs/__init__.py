"""Briefs as a page, PDF, Word and Markdown. What they say is made in ``routes.briefs``."""

from dashboard.briefs.asked import BriefRequest, Made, make

__all__ = ["BriefRequest", "Made", "make"]
