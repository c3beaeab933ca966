"""Reading what mail servers write back: delivery reports, in the standard form and in words."""

from __future__ import annotations

from documents.delivery_report.extraction import ReportReader
from documents.delivery_report.reading import MailRead, Nature, Told, UnreadableMail

__all__ = ["MailRead", "Nature", "ReportReader", "Told", "UnreadableMail"]
