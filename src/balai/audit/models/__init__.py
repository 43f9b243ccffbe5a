from balai.audit.models.deed import Deed
from balai.audit.models.look import Look

__all__ = ["Deed", "Look"]
