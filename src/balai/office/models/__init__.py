from balai.office.models.mail_server import MailServer
from balai.office.models.office import Office

__all__ = ["MailServer", "Office"]
