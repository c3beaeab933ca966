"""What mail servers write back, and what becomes of the messages and people it is about."""

from services.returned_mail.by_hand import file_by_hand
from services.returned_mail.overview import ReportLine, reports
from services.returned_mail.take_in import take_in
from services.returned_mail.values import Became, Taken

__all__ = ["Became", "ReportLine", "Taken", "file_by_hand", "reports", "take_in"]
